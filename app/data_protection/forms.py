"""The forms of the room: asking for an erasure and deciding about one, how long files are kept, and holds."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from app.data_protection.enums import ErasureReason, HoldReason
from app.data_protection.labels import HOLD_LABELS, REASON_LABELS
from app.web.fields import ExactDateField, OneAnswerField, WholeNumberField, at_most, choices, on_one_line
from app.web.forms import Form

DECISIONS = {"approve": _l("Erase the file for good"), "refuse": _l("Keep the file")}
"""Step of the lifecycle -> its words."""


LONGEST_CODE = 40
LONGEST_PERIOD_YEARS = 50


class YearsField(WholeNumberField):
    """Whole years."""

    how_to_write = _l("Write the years as a number")


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


class SetPeriodForm(Form):
    """How long one kind of record is kept in one country."""

    years = YearsField(
        _l("Years after the work with the person ended"),
        description=_l(
            "From 1 to 50. A shorter period erases nothing at once: everything stands on this page for 30 days first."
        ),
        validators=[
            InputRequired(_l("Write the years as a number")),
            NumberRange(
                min=1, max=LONGEST_PERIOD_YEARS, message=_l("Write a number from 1 to %(max)s", max=LONGEST_PERIOD_YEARS)
            ),
        ],
    )


class SetHoldForm(Form):
    """Which file is kept, why, and until when. No free words: this row outlives the file."""

    code = StringField(
        _l("Code of the person's file"),
        description=_l("Such as CUC-P-000000. The hold keeps all their cases, too."),
        filters=[on_one_line],
        validators=[DataRequired(_l("Write the code of the person's file")), at_most(LONGEST_CODE)],
        render_kw={"spellcheck": "false", "autocomplete": "off"},
    )
    reason = OneAnswerField(
        _l("Why is it kept?"),
        [InputRequired(_l("Choose why the file is kept"))],
        choices=choices((reason.value, words) for reason, words in HOLD_LABELS.items()),
    )
    until = ExactDateField(
        _l("Last day of the hold"),
        description=_l("Afterwards the schedule goes on by itself."),
        validators=[InputRequired(_l("Write the last day of the hold"))],
    )

    @property
    def chosen(self) -> HoldReason:
        """The reason; only after validation."""
        return HoldReason(self.reason.data)

    @property
    def last_day(self) -> date:
        """The same of the last day."""
        return cast("date", self.until.data)
