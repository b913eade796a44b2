"""Forms in which consent is asked: the short questions of a registration, and all of the ledger later."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FormField, StringField, ValidationError

from app.people import policies
from app.people.enums import (
    Assent,
    ConsentDecision,
    ConsentEvidence,
    ConsentGiver,
    ConsentPurpose,
    DataCategory,
    RecipientKind,
    Validity,
)
from app.people.forms.interpreting import InterpretedForm, interpreted_into_field, spoken_languages
from app.people.labels import (
    ASSENT_LABELS,
    CATEGORY_LABELS,
    CONSENT_STATE_LABELS,
    DECISION_LABELS,
    EVIDENCE_LABELS,
    GIVER_LABELS,
    PURPOSE_LABELS,
    RECIPIENT_LABELS,
    VALIDITY_LABELS,
)
from app.people.services import ConsentAnswer, Terms
from app.web.fields import CheckboxesField, ExactDateField, ListAnswerField, OneAnswerField, at_most, choices, on_one_line
from app.web.forms import Form

if TYPE_CHECKING:
    from app.people.models import Consent

NO_ANSWER = ""
ANSWERS = {
    ConsentDecision.GIVEN: _l("Yes"),
    ConsentDecision.REFUSED: _l("No"),
    ConsentDecision.WITHDRAWN: _l("Withdraws what was given"),
}
AT_REGISTRATION = (ConsentEvidence.VERBAL, ConsentEvidence.SIGNED, ConsentEvidence.DRAWN)
DAYS_OF = {Validity.YEAR: 365, Validity.HALF_YEAR: 182}
CERTIFY = _l("Tick that you read the words aloud: what is said aloud counts because you certify it")
READ_ALOUD = _l("I read the words aloud, and this is what was answered. I certify it.")
USUALLY_TOLD = policies.in_order(policies.USUAL_CATEGORIES[ConsentPurpose.REFERRAL_SHARING])


def _about(categories: Collection[str], organisation: str) -> str:
    return f"{','.join(policies.in_order(categories))}@{organisation}"


ABOUT_USUALLY = _about(USUALLY_TOLD, "")


def _answers_after(in_force: Consent | None, today: date | None = None) -> list[Any]:
    unchanged = _l("Leave it as it is: %(decision)s", decision=_state_words(in_force, today)) if in_force else _l("Not asked")
    possible = {decision: words for decision, words in ANSWERS.items() if policies.can_decide(in_force, decision, today)}
    return choices([(NO_ANSWER, unchanged), *possible.items()])


def _state_words(consent: Consent, today: date | None) -> Any:
    return CONSENT_STATE_LABELS[policies.state_of(consent, today)] if today else DECISION_LABELS[consent.decision]


def _purpose_field(purpose: ConsentPurpose) -> OneAnswerField:
    return OneAnswerField(PURPOSE_LABELS[purpose], choices=_answers_after(None), default=NO_ANSWER)


class ConsentAnswersForm(InterpretedForm):
    """One short question per purpose, who answered, and how it was evidenced. A part of a page's form."""

    case_management = _purpose_field(ConsentPurpose.CASE_MANAGEMENT)
    referral_sharing = _purpose_field(ConsentPurpose.REFERRAL_SHARING)
    statistics = _purpose_field(ConsentPurpose.STATISTICS)
    contact = _purpose_field(ConsentPurpose.CONTACT)
    evidence = OneAnswerField(
        _l("How was it said?"),
        choices=choices((evidence, EVIDENCE_LABELS[evidence]) for evidence in AT_REGISTRATION),
        default=ConsentEvidence.VERBAL.value,
    )
    given_by = OneAnswerField(_l("Who answered?"), choices=choices(GIVER_LABELS.items()), default=ConsentGiver.PERSON.value)
    guardian_name = StringField(
        _l("Name of who answers for the child"), [at_most(120)], filters=[on_one_line], render_kw={"autocomplete": "off"}
    )
    assent = OneAnswerField(
        _l("What does the child say?"), choices=choices([(NO_ANSWER, _l("Not written down")), *ASSENT_LABELS.items()]), default=""
    )
    signature = StringField(_l("Signature"))

    def answers(self, language: str, *, spoken: str | None = None) -> list[ConsentAnswer]:
        """What was answered; purposes that were not asked are left out.

        Args:
            language: ISO 639-1, in which the page showed the words to read.
            spoken: ISO 639, into which they were put where somebody interpreted.
        """
        decided = {purpose: self[purpose.value].data for purpose in ConsentPurpose if self[purpose.value].data}
        interpretation = self.interpretation(spoken)
        return [self._answer(purpose, decision, language, interpretation=interpretation) for purpose, decision in decided.items()]

    @property
    def is_said_aloud(self) -> bool:
        """Whether something was answered that only the word of who wrote it down bears out."""
        return self.evidence.data == ConsentEvidence.VERBAL and self._is_anything_answered

    @property
    def _is_anything_answered(self) -> bool:
        return any(self[purpose.value].data for purpose in ConsentPurpose)

    def validate_guardian_name(self, field: Field) -> None:
        if self.given_by.data == ConsentGiver.GUARDIAN and self._is_anything_answered and not field.data:
            raise ValidationError(_l("Write the name of who answers for the child"))

    def _answer(self, purpose: ConsentPurpose, decision: str, language: str, **more: Any) -> ConsentAnswer:
        is_guardian = self.given_by.data == ConsentGiver.GUARDIAN
        return ConsentAnswer(
            purpose=purpose,
            decision=ConsentDecision(decision),
            language=language,
            evidence=ConsentEvidence(self.evidence.data),
            given_by=ConsentGiver(self.given_by.data),
            guardian_name=self.guardian_name.data if is_guardian else None,
            assent=Assent(self.assent.data) if is_guardian and self.assent.data else None,
            signature=self.signature.data,
            **more,
        )


class LedgerAnswersForm(ConsentAnswersForm):
    """All of the ledger: sharing by recipient, category and validity, and every kind of evidence."""

    national_authority = OneAnswerField(
        RECIPIENT_LABELS[RecipientKind.NATIONAL_AUTHORITY], choices=_answers_after(None), default=NO_ANSWER
    )
    organisation = ListAnswerField(_l("Organisation of the directory"), default="")
    organisation_answer = OneAnswerField(
        RECIPIENT_LABELS[RecipientKind.ORGANISATION], choices=_answers_after(None), default=NO_ANSWER
    )
    categories = CheckboxesField(
        _l("What may be told?"), choices=choices(CATEGORY_LABELS.items()), default=[one.value for one in USUALLY_TOLD]
    )
    validity = OneAnswerField(
        _l("Until when may it be shared?"), choices=choices(VALIDITY_LABELS.items()), default=Validity.YEAR.value
    )
    valid_until = ExactDateField(_l("Last day"))
    evidence = OneAnswerField(
        _l("How was it said?"), choices=choices(EVIDENCE_LABELS.items()), default=ConsentEvidence.VERBAL.value
    )
    interpreted_into = interpreted_into_field()
    certified = BooleanField(READ_ALOUD)
    signature = StringField(_l("Signature"))  # once more: on paper one signs below all that was asked
    words_about = StringField("", default="")
    """Whom and what the words on the page named; a yes to other words is no yes to these."""

    def offer(self, lines: Sequence[Consent], organisations: Sequence[tuple[UUID, str]], locale: str, today: date) -> None:
        """Fill in what may follow what is in force, whom the directory knows, and the languages in words of ``locale``."""
        self.interpreted_into.choices = spoken_languages(locale)
        latest = {line.recipient: line for line in lines if line.recipient is RecipientKind.NATIONAL_AUTHORITY}
        usual = {line.purpose: line for line in lines if policies.is_usual(line)}
        for purpose in ConsentPurpose:
            self[purpose.value].choices = _answers_after(usual.get(purpose), today)
        self.national_authority.choices = _answers_after(latest.get(RecipientKind.NATIONAL_AUTHORITY), today)
        self.organisation.choices = choices(
            [("", _l("No single organisation")), *((str(one), name) for one, name in organisations)]
        )

    def validate_interpreted_into(self, field: Field) -> None:
        if self.interpreted.data and not field.data:
            raise ValidationError(_l("Choose into which language the words were interpreted"))
        self.check_interpreted_into(field.data)

    @property
    def is_told_without_tick(self) -> bool:
        """Also the language; the one that the page itself had filled in is no answer."""
        into = self.interpreted_into
        return super().is_told_without_tick or (not self.interpreted.data and bool(into.data) and into.data != into.object_data)

    def validate_certified(self, field: Field) -> None:
        if self.is_said_aloud and not field.data:
            raise ValidationError(CERTIFY)

    @property
    def about(self) -> str:
        """Whom and what the words about sharing name, as the form stands."""
        return _about(self.categories.data or (), self.organisation.data or "")

    @property
    def organisation_name(self) -> str:
        """Of the directory, as it was chosen; empty where none is."""
        names = {value: str(label) for value, label, *_rest in self.organisation.iter_choices() if value}
        return names.get(self.organisation.data or "", "")

    def forget_what_was_heard(self) -> None:
        """The words on the page are others now: nobody has heard or signed these."""
        self.certified.data, self.signature.data = False, ""

    def validate_categories(self, _field: Field) -> None:
        is_about_sharing = any(purpose is ConsentPurpose.REFERRAL_SHARING for purpose, _recipient, _answer in self._asked)
        if is_about_sharing and (self.words_about.data or ABOUT_USUALLY) != self.about:
            self.forget_what_was_heard()
            raise ValidationError(_l("The words to read name now what you ticked. Read them aloud, and record what is answered"))

    def validate_organisation_answer(self, field: Field) -> None:
        if bool(self.organisation.data) != bool(field.data):
            raise ValidationError(_l("Choose both: the organisation, and what the person answered about it"))

    def validate_assent(self, field: Field) -> None:
        if self.given_by.data == ConsentGiver.GUARDIAN and self._is_anything_answered and not field.data:
            raise ValidationError(_l("Choose what the child says, or why the child was not asked"))

    def validate_valid_until(self, field: Field) -> None:
        if self.validity.data != Validity.UNTIL_DAY:
            field.errors = []  # what stands in a box that is out of sight does not count
        elif not field.errors and field.data is None:
            raise ValidationError(_l("Write the last day on which it may be shared"))

    def sitting(self, language: str, today: date) -> list[ConsentAnswer]:
        """Everything that was answered, with its terms; only after validation."""
        return [self._with_terms(*asked, language=language, today=today) for asked in self._asked]

    @property
    def has_evidence_outside(self) -> bool:
        """Whether a paper or a recording is still to be attached."""
        return self.evidence.data in {ConsentEvidence.SIGNED, ConsentEvidence.AUDIO}

    @property
    def _asked(self) -> list[tuple[ConsentPurpose, RecipientKind, str]]:
        """Purpose, recipient and answer of all that was answered."""
        sharing = ConsentPurpose.REFERRAL_SHARING
        short = [(purpose, policies.USUAL_RECIPIENT[purpose], self[purpose.value].data) for purpose in ConsentPurpose]
        others = [
            (sharing, RecipientKind.NATIONAL_AUTHORITY, self.national_authority.data),
            (sharing, RecipientKind.ORGANISATION, self.organisation_answer.data),
        ]
        return [(purpose, recipient, str(answer)) for purpose, recipient, answer in (*short, *others) if answer]

    @property
    def _is_anything_answered(self) -> bool:
        return bool(self._asked)

    def _with_terms(
        self, purpose: ConsentPurpose, recipient: RecipientKind, answer: str, *, language: str, today: date
    ) -> ConsentAnswer:
        terms = self._terms(recipient, answer, today) if purpose is ConsentPurpose.REFERRAL_SHARING else None
        interpretation = self.interpretation(self.interpreted_into.data)
        return self._answer(purpose, answer, language, terms=terms, interpretation=interpretation)

    def _terms(self, recipient: RecipientKind, answer: str, today: date) -> Terms:
        return Terms(
            recipient=recipient,
            organisation_id=UUID(self.organisation.data) if recipient is RecipientKind.ORGANISATION else None,
            categories=frozenset(DataCategory(one) for one in self.categories.data or ()),
            valid_until=self._last_day(today) if answer == ConsentDecision.GIVEN else None,
        )

    def _last_day(self, today: date) -> date | None:
        if self.validity.data == Validity.UNTIL_DAY:
            last_day: date | None = self.valid_until.data
            return last_day
        days = DAYS_OF.get(Validity(self.validity.data))
        return today + timedelta(days=days) if days else None


class ConsentForm(Form):
    """Later decisions: each line offers only what may follow what is in force."""

    consents = FormField(LedgerAnswersForm)

    @classmethod
    def after(
        cls,
        lines: Sequence[Consent],
        *,
        organisations: Sequence[tuple[UUID, str]],
        answered_by: Mapping[str, Any],
        locale: str,
        words_in: str,
        today: date,
    ) -> ConsentForm:
        """The form after what stands.

        Args:
            answered_by: who probably answers and in which language, by name of the field.
            locale: in which the languages are named.
            words_in: ISO 639-1, in which the page shows the words to read.
        """
        form = cls(data={"consents": answered_by})
        form.ledger.words_in = words_in
        form.consents.form.offer(lines, organisations, locale, today)
        return form

    @property
    def ledger(self) -> LedgerAnswersForm:
        ledger: LedgerAnswersForm = self.consents.form
        return ledger


class WithdrawForm(Form):
    """A yes is taken back: by the person, or for a child by who answers for it."""

    given_by = OneAnswerField(_l("Who says so?"), choices=choices(GIVER_LABELS.items()), default=ConsentGiver.PERSON.value)

    def how(self, language: str) -> ConsentAnswer:
        """Said aloud, and certified by pressing the button; purpose and terms are those of what is withdrawn."""
        return ConsentAnswer(
            purpose=ConsentPurpose.CASE_MANAGEMENT,
            decision=ConsentDecision.WITHDRAWN,
            language=language,
            given_by=ConsentGiver(self.given_by.data),
        )
