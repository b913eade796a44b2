"""Forms in which consent is asked, purpose by purpose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import FormField

from app.people import policies
from app.people.enums import ConsentDecision, ConsentEvidence, ConsentGiver, ConsentPurpose
from app.people.labels import DECISION_LABELS, EVIDENCE_LABELS, GIVER_LABELS, PURPOSE_LABELS
from app.people.services import ConsentAnswer
from app.web.fields import OneAnswerField, choices
from app.web.forms import Form, RowForm

if TYPE_CHECKING:
    from app.people.models import Consent

NO_ANSWER = ""
ANSWERS = {
    ConsentDecision.GIVEN: _l("Yes"),
    ConsentDecision.REFUSED: _l("No"),
    ConsentDecision.WITHDRAWN: _l("Withdraws what was given"),
}


def _answers_after(in_force: Consent | None) -> list[Any]:
    unchanged = (
        _l("Leave it as it is: %(decision)s", decision=DECISION_LABELS[in_force.decision]) if in_force else _l("Not asked")
    )
    possible = {decision: words for decision, words in ANSWERS.items() if policies.can_decide(in_force, decision)}
    return choices([(NO_ANSWER, unchanged), *possible.items()])


def _purpose_field(purpose: ConsentPurpose) -> OneAnswerField:
    return OneAnswerField(PURPOSE_LABELS[purpose], choices=_answers_after(None), default=NO_ANSWER)


class ConsentAnswersForm(RowForm):
    """One question per purpose, and how the answers were evidenced. A part of a page's form."""

    case_management = _purpose_field(ConsentPurpose.CASE_MANAGEMENT)
    referral_sharing = _purpose_field(ConsentPurpose.REFERRAL_SHARING)
    statistics = _purpose_field(ConsentPurpose.STATISTICS)
    contact = _purpose_field(ConsentPurpose.CONTACT)
    evidence = OneAnswerField(
        _l("How was it said?"), choices=choices(EVIDENCE_LABELS.items()), default=ConsentEvidence.VERBAL.value
    )
    given_by = OneAnswerField(_l("Who answered?"), choices=choices(GIVER_LABELS.items()), default=ConsentGiver.PERSON.value)

    def answers(self, language: str) -> list[ConsentAnswer]:
        """What was answered; purposes that were not asked are left out.

        Args:
            language: ISO 639-1, in which the page showed the words to read.
        """
        decided = {purpose: self[purpose.value].data for purpose in ConsentPurpose if self[purpose.value].data}
        return [
            ConsentAnswer(
                purpose=purpose,
                decision=ConsentDecision(decision),
                language=language,
                evidence=ConsentEvidence(self.evidence.data),
                given_by=ConsentGiver(self.given_by.data),
            )
            for purpose, decision in decided.items()
        ]


class ConsentForm(Form):
    """Later decisions: each purpose offers only what may follow what is in force."""

    consents = FormField(ConsentAnswersForm)

    @classmethod
    def after(cls, in_force: Mapping[ConsentPurpose, Consent]) -> ConsentForm:
        form = cls()
        for purpose in ConsentPurpose:
            question: Any = form.consents.form[purpose.value]
            question.choices = _answers_after(in_force.get(purpose))
        return form
