"""The forms of the room: asking for an erasure, and deciding about one."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from app.data_protection.enums import ErasureReason
from app.data_protection.labels import REASON_LABELS
from app.web.fields import OneAnswerField, choices
from app.web.forms import Form

DECISIONS = {"approve": _l("Erase the file for good"), "refuse": _l("Keep the file")}
"""Step of the lifecycle -> its words."""


class RequestErasureForm(Form):
    """Why a file has to go. No free words: this row outlives the file."""

    reason = OneAnswerField(
        _l("Why should this file be erased?"),
        [InputRequired(_l("Choose why the file should be erased"))],
        choices=choices((reason.value, words) for reason, words in REASON_LABELS.items()),
    )

    @property
    def chosen(self) -> ErasureReason:
        """The reason; only after validation."""
        return ErasureReason(self.reason.data)


class DecideErasureForm(Form):
    """What the data-protection focal point decides."""

    decision = OneAnswerField(
        _l("What do you decide?"), [InputRequired(_l("Choose what you decide"))], choices=choices(DECISIONS.items())
    )
