"""What is held about a person as a PDF, laid out by Typst, tagged so that screen readers can read it (PDF/UA-1)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from flask_babel import gettext as _

Standard = Literal["ua-1"]
ACCESSIBLE: Sequence[Standard] = ("ua-1",)
TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "held.typ"


def write_pdf(document: Mapping[str, Any]) -> bytes:
    """The PDF of a ``held_document``.

    Letters that no font of ours can draw (Chinese, emoji) stand as empty boxes, and the file says so instead of claiming PDF/UA.
    """
    import typst

    try:
        return _compiled(document, standards=ACCESSIBLE)
    except typst.TypstError:
        # The JSON file has them all.
        told = _("Some letters cannot be drawn here and stand as empty boxes. The file for computers (JSON) holds them.")
        return _compiled({**document, "intro": [*document["intro"], told]}, standards=())


def _compiled(document: Mapping[str, Any], *, standards: Sequence[Standard]) -> bytes:
    import typst

    data = {**document, "page": _("page"), "of": _("of"), "nothing": _("not recorded")}
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        format="pdf",
        # Data only: Typst never sees a word of it as markup.
        sys_inputs={"held": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=list(standards),
        timestamp=int(datetime.fromisoformat(str(document["made_at"])).timestamp()),
    )
