"""Forms of what is done in a case: notes, services, follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange, StopValidation

from app.cases.enums import FollowUpKind, FollowUpOutcome, Modality, Unit
from app.cases.forms.amounts import parse_amount
from app.cases.labels import FOLLOW_UP_LABELS, MODALITY_LABELS, OUTCOME_LABELS, UNIT_LABELS
from app.cases.services import Completion, NewDelivery, NewNote, PlannedContact
from app.web.fields import ExactDateField, ListAnswerField, OneAnswerField, WholeNumberField, at_most, choices, stripped
from app.web.forms import Form, VersionedForm

LONGEST_NOTE = 10_000
LONGEST_WORDS = 2_000
LONGEST_PURPOSE = 200
LARGEST_QUANTITY = 9_999
AS_USUAL = ""


class AddNoteForm(Form):
    """A note with the day of the conversation."""

    text = TextAreaField(
        _l("What was said or seen"),
        [DataRequired(_l("Write the note")), at_most(LONGEST_NOTE)],
        filters=[stripped],
        description=_l("Facts first; the person may ask to read it."),
    )
    occurred_on = ExactDateField(_l("Day of the conversation"), [InputRequired(_l("Write the day"))])

    def note(self) -> NewNote:
        """The form as the service takes it; only after validation."""
        return NewNote(str(self.text.data), self.occurred_on.data)


class DeliverServiceForm(Form):
    """One service given. Unit and way of delivery are those usual for the service unless chosen."""

    service_id = ListAnswerField(_l("Service"), [InputRequired(_l("Choose the service"))])
    delivered_on = ExactDateField(_l("Day on which it was given"), [InputRequired(_l("Write the day"))])
    quantity = WholeNumberField(
        _l("Quantity"),
        [
            InputRequired(_l("Write how many")),
            NumberRange(1, LARGEST_QUANTITY, _l("Write a number from 1 to %(largest)s", largest=LARGEST_QUANTITY)),
        ],
    )
    unit = ListAnswerField(
        _l("What is counted"),
        default=AS_USUAL,
        choices=choices([(AS_USUAL, _l("As usual for the service")), *UNIT_LABELS.items()]),
    )
    modality = ListAnswerField(
        _l("How it was given"),
        default=AS_USUAL,
        choices=choices([(AS_USUAL, _l("As usual for the service")), *MODALITY_LABELS.items()]),
    )
    value = StringField(_l("Value"), filters=[stripped], description=_l("For money, vouchers or goods whose price is known."))
    currency = ListAnswerField(_l("Currency"))

    value_minor: int | None = None

    def offer(self, *, services: Mapping[str, Sequence[tuple[str, str]]], currencies: Sequence[str]) -> None:
        grouped = [choice for group, some in services.items() for choice in choices(some, group=group)]
        self.service_id.choices = [*choices([("", _l("Choose a service"))], group=""), *grouped]
        self.currency.choices = choices((currency, currency) for currency in currencies)

    def validate_value(self, field: StringField) -> None:
        self.value_minor = None
        if field.data is None or not self.currency.data:
            return
        try:
            self.value_minor = parse_amount(field.data, self.currency.data)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def delivery(self) -> NewDelivery:
        """The form as the service takes it; only after validation."""
        return NewDelivery(
            service_id=UUID(self.service_id.data),
            delivered_on=self.delivered_on.data,
            quantity=int(self.quantity.data or 0),
            unit=Unit(self.unit.data) if self.unit.data else None,
            modality=Modality(self.modality.data) if self.modality.data else None,
            value_minor=self.value_minor,
            currency=self.currency.data if self.value_minor is not None else None,
        )


CHOOSE_HOW = _l("Choose how")


def _kind_of_contact(*validators: Any) -> OneAnswerField:
    return OneAnswerField(_l("How"), validators, choices=choices(FOLLOW_UP_LABELS.items()))


class PlanFollowUpForm(Form):
    """A contact to come."""

    kind = _kind_of_contact(InputRequired(CHOOSE_HOW))
    due_on = ExactDateField(_l("Until which day"), [InputRequired(_l("Write the day"))])
    purpose = StringField(_l("What for"), [at_most(LONGEST_PURPOSE)], filters=[stripped])

    def contact(self) -> PlannedContact:
        """The form as the service takes it; only after validation."""
        return PlannedContact(FollowUpKind(self.kind.data), self.due_on.data, self.purpose.data)


PLAN, DO_NOT_PLAN = "plan", "later"


def _needed_to_plan(sentence: Any) -> Callable[[Any, Field], None]:
    """Asks for an answer when a next contact is planned; otherwise whatever stands in the field does not matter."""

    def check(form: Any, field: Field) -> None:
        if form.after.data != PLAN:
            field.errors = []
            raise StopValidation
        if field.data is None and not field.errors:
            raise StopValidation(sentence)

    return check


class CompleteFollowUpForm(VersionedForm):
    """How a contact went, and what comes after it."""

    outcome = OneAnswerField(
        _l("How did it go?"), [InputRequired(_l("Choose how it went"))], choices=choices(OUTCOME_LABELS.items())
    )
    done_on = ExactDateField(_l("On which day?"), [InputRequired(_l("Write the day"))])
    words = TextAreaField(_l("In your words"), [at_most(LONGEST_WORDS)], filters=[stripped])
    after = OneAnswerField(
        _l("And then?"),
        [InputRequired(_l("Choose what comes next"))],
        choices=choices([(PLAN, _l("Plan the next follow-up")), (DO_NOT_PLAN, _l("Plan nothing now"))]),
    )
    next_kind = _kind_of_contact(_needed_to_plan(CHOOSE_HOW))
    next_due_on = ExactDateField(
        _l("Until which day"),
        [_needed_to_plan(_l("Write the day of the next follow-up, or choose to plan nothing now"))],
    )
    next_purpose = StringField(_l("What for"), [at_most(LONGEST_PURPOSE)], filters=[stripped])

    def completion(self) -> Completion:
        """The form as the service takes it; only after validation."""
        return Completion(
            outcome=FollowUpOutcome(self.outcome.data),
            done_on=self.done_on.data,
            based_on=self.based_on,
            words=self.words.data,
            next_contact=self._next_contact() if self.after.data == PLAN else None,
        )

    def _next_contact(self) -> PlannedContact:
        return PlannedContact(FollowUpKind(self.next_kind.data), self.next_due_on.data, self.next_purpose.data)
