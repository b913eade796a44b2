"""Forms of referrals: shape and single fields. Staff's forms first, the partner's three answers last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.referrals.enums import DeclineReason, Priority
from app.referrals.labels import DECLINE_REASON_LABELS, PRIORITY_LABELS
from app.referrals.services import PartnerAnswer, ReferralContent
from app.web.fields import CheckboxesField, ExactDateField, ListAnswerField, OneAnswerField, at_most, choices, stripped
from app.web.forms import Form, VersionedForm

Choices = Sequence[tuple[str, Any]]

LONGEST_REQUEST = 1500
LONGEST_WORDS = 600
SHOW, DRAFT, SEND = "show", "draft", "send"
"""Values of the buttons of a referral's form: the first only shows the page again, with who gives it and the preview."""

SHOWS_PROVIDERS = {
    "hx-post": "",
    "hx-trigger": "change consume",
    "hx-target": "#providers",
    "hx-select": "#providers",
    "hx-select-oob": "#preview,#consent",
}
"""Choosing a service shows at once who gives it; without JavaScript a button does."""


class StepForm(VersionedForm):
    """A step that needs no words."""


class RevokeForm(VersionedForm):
    """Why a referral is taken back."""

    reason = TextAreaField(
        _l("Why do you take it back?"),
        filters=[stripped],
        validators=[DataRequired(_l("Write in a few words why you take it back")), at_most(LONGEST_WORDS)],
    )


class ReferForm(Form):
    """What is asked of whom, and what they will see. The choices come from the directory and the person's file."""

    service = ListAnswerField(_l("Service"), validators=[InputRequired(_l("Choose the service"))], render_kw=SHOWS_PROVIDERS)
    priority = OneAnswerField(
        _l("How soon?"),
        choices=choices([(priority.value, PRIORITY_LABELS[priority]) for priority in Priority]),
        default=Priority.NORMAL.value,
        validators=[InputRequired(_l("Choose how soon it is needed"))],
    )
    provided_service = OneAnswerField(_l("Who gives it"), validators=[InputRequired(_l("Choose whom you ask"))])
    request = TextAreaField(_l("What do you ask for?"), filters=[stripped], validators=[at_most(LONGEST_REQUEST)])
    shared_fields = CheckboxesField(_l("What they will see of the person"))
    do = StringField("", default=SHOW)
    """Which button was pressed."""
    consent_given = BooleanField(_l("I read these words aloud and the person said yes. I certify it."))
    consent_about = StringField("", default="")
    """Whom and what the words above the tick named; a yes to other words is no yes to these. Empty: all that give services."""
    named_an_organisation = False

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self._sent = super().content()

    def offer(self, *, services: Mapping[str, Choices], providers: Choices, fields: Choices) -> None:
        """Fill in the choices; a provider that does not give the chosen service is taken off."""
        grouped = [choice for kind, some in services.items() for choice in choices(some, group=kind)]
        self.service.choices = [*choices([("", _l("Choose a service"))]), *grouped]
        self.provided_service.choices = choices(providers)
        self.shared_fields.choices = choices(fields)
        if self.provided_service.data not in dict(providers):
            self.provided_service.data = None
            self.provided_service.raw_data = []

    def ask_about(self, about: str) -> None:
        """Take off a tick that was set under words about another organisation, or about other facts."""
        self.named_an_organisation = bool(self.consent_about.data)
        if self.named_an_organisation and self.consent_about.data != about:
            self.consent_given.data = False
        self.consent_about.data = about

    def content(self) -> dict[str, Any]:
        """As it was sent: what it asked for may have changed since, and a repetition is still the same form."""
        return self._sent

    @property
    def chosen_service(self) -> UUID | None:
        """The service of the catalogue that stands in the form, before any validation."""
        try:
            return UUID(self.service.data) if self.service.data else None
        except ValueError:
            return None

    def referral(self) -> ReferralContent:
        """The form as the services take it; only after validation."""
        return ReferralContent(
            provided_service_id=UUID(self.provided_service.data),
            priority=Priority(self.priority.data),
            request=self.request.data or "",
            shared_fields=tuple(self.shared_fields.data or ()),
        )


class DraftForm(VersionedForm, ReferForm):
    """A draft that is written on, based on the version that the page showed."""


class AnswerForm(VersionedForm):
    """A partner's answer; ``step`` is the one of the lifecycle that it takes."""

    step = ""

    words = TextAreaField(_l("Anything to add?"), filters=[stripped], validators=[at_most(LONGEST_WORDS)])

    def answer(self) -> PartnerAnswer:
        """The form as the service takes it; only after validation."""
        return PartnerAnswer(step=self.step, based_on=self.based_on, words=self.words.data)


class AcceptForm(AnswerForm):
    """We can."""

    step = "accept"

    appointment_on = ExactDateField(_l("Day of the appointment, if you know it"))

    def answer(self) -> PartnerAnswer:
        return PartnerAnswer(
            step=self.step, based_on=self.based_on, words=self.words.data, appointment_on=self.appointment_on.data
        )


class DeclineForm(AnswerForm):
    """We cannot, and why."""

    step = "decline"

    decline_reason = OneAnswerField(
        _l("Why not?"),
        choices=choices([(reason.value, DECLINE_REASON_LABELS[reason]) for reason in DeclineReason]),
        validators=[InputRequired(_l("Choose why you cannot: it helps to find another place"))],
    )

    def answer(self) -> PartnerAnswer:
        reason = DeclineReason(self.decline_reason.data)
        return PartnerAnswer(step=self.step, based_on=self.based_on, words=self.words.data, decline_reason=reason)


class CompleteForm(AnswerForm):
    """It is done."""

    step = "complete"


ANSWER_FORMS: Mapping[str, type[AnswerForm]] = {form.step: form for form in (AcceptForm, DeclineForm, CompleteForm)}
