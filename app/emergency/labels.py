"""The words for what a review found."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.enums import GlassVerdict
from app.web.page_parts import Tone

VERDICT_LABELS: dict[GlassVerdict, tuple[object, Tone]] = {
    GlassVerdict.JUSTIFIED: (_l("Justified"), "good"),
    GlassVerdict.NOT_JUSTIFIED: (_l("Not justified"), "danger"),
}
