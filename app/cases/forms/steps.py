"""Forms of the steps of a case's life."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Field, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from app.cases.enums import ClosureReason
from app.cases.kinds import KindDescription
from app.cases.services import Closing, StepTaken
from app.web.fields import ExactDateField, OneAnswerField, at_most, choices, stripped
from app.web.forms import VersionedForm

LONGEST_REASON = 1_000


class StepForm(VersionedForm):
    """A step with its reason, based on the version that the page showed."""

    reason: TextAreaField

    def step(self) -> StepTaken:
        """The form as the service takes it; only after validation."""
        return StepTaken(reason=self.reason.data or "", based_on=self.based_on)


class HoldCaseForm(StepForm):
    """Waiting, and for what."""

    reason = TextAreaField(
        _l("What is being waited for?"),
        [DataRequired(_l("Write what is being waited for")), at_most(LONGEST_REASON)],
        filters=[stripped],
        description=_l("For example: the consulate gives appointments again in February"),
    )


class ResumeCaseForm(StepForm):
    """Going on; a word about it is welcome and not needed."""

    reason = TextAreaField(_l("What has changed?"), [at_most(LONGEST_REASON)], filters=[stripped])


class ReopenCaseForm(StepForm):
    """Opening again what was closed."""

    reason = TextAreaField(
        _l("Why is it opened again?"),
        [DataRequired(_l("Write why the case is opened again")), at_most(LONGEST_REASON)],
        filters=[stripped],
    )


class CloseCaseForm(StepForm):
    """How the case ended. The reasons are those of its kind."""

    closure_reason = OneAnswerField(_l("How did it end?"), [InputRequired(_l("Choose how it ended"))])
    closed_on = ExactDateField(_l("Day on which the work ended"), [InputRequired(_l("Write the day"))])
    reason = TextAreaField(
        _l("What was reached, and what is left, in a few words"), [at_most(LONGEST_REASON)], filters=[stripped]
    )

    def validate_reason(self, field: Field) -> None:
        if not field.data and self.closure_reason.data != ClosureReason.DIED:
            raise ValidationError(_l("Write in a few words what was reached"))

    def offer(self, description: KindDescription) -> None:
        self.closure_reason.choices = choices(description.closure_reasons.items())

    def closing(self) -> Closing:
        """The form as the service takes it; only after validation."""
        return Closing(
            reason=self.reason.data or "",
            based_on=self.based_on,
            closure_reason=ClosureReason(self.closure_reason.data),
            closed_on=self.closed_on.data,
        )
