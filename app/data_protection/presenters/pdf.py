"""What is held about a person as a PDF, laid out by Typst, tagged so that screen readers can read it (PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.web.typesetting import typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "held.typ"


def write_pdf(document: Mapping[str, Any]) -> bytes:
    """The PDF of a ``held_document``; where letters cannot be drawn, it says that the JSON file has them."""
    data = {**document, "page": _("page"), "of": _("of"), "nothing": _("not recorded")}
    told = _("Some letters cannot be drawn here and stand as empty boxes. The file for computers (JSON) holds them.")
    made_at = datetime.fromisoformat(str(document["made_at"]))
    return typeset(TEMPLATE, "held", data, made_at=made_at, otherwise={**data, "intro": [*data["intro"], told]})
