"""What is held about a person as a PDF, laid out by Typst, tagged so that screen readers can read it (PDF/UA-1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "held.typ"


def write_pdf(document: Mapping[str, Any]) -> bytes:
    """The PDF of a ``held_document``."""
    import typst

    data = {**document, "page": _("page"), "of": _("of"), "nothing": _("not recorded")}
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        format="pdf",
        # Data only: Typst never sees a word of it as markup.
        sys_inputs={"held": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(datetime.fromisoformat(str(document["made_at"])).timestamp()),
    )
