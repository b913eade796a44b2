"""The consent ledger: each decision is a row, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.people import policies, queries, questions
from app.people.enums import ConsentDecision, ConsentEvidence, ConsentGiver, ConsentPurpose
from app.people.labels import CONSENT_TEXT_VERSION
from app.people.models import Consent, Person


@dataclass(frozen=True, kw_only=True)
class ConsentAnswer:
    """What somebody said about one purpose.

    Attributes:
        language: ISO 639-1, in which the words were read to them.
    """

    purpose: ConsentPurpose
    decision: ConsentDecision
    language: str
    evidence: ConsentEvidence = ConsentEvidence.VERBAL
    given_by: ConsentGiver = ConsentGiver.PERSON


def record_consent(actor: Actor, person_id: UUID, answer: ConsentAnswer) -> Consent:
    """Add one decision to the ledger of a person. A withdrawal ends at once what depended on the consent.

    Raises:
        NotFound: the person lies outside the actor's scope.
        NotAllowed: the role does not record consent.
        WrongState: the decision cannot follow the one in force.
        RefusedInput: a child of known age would answer alone.
    """
    person = queries.get_person(actor, person_id, for_update=True)
    policies.check_can_record_consent(actor, person)
    policies.check_can_decide(queries.consents_in_force(person.id).get(answer.purpose), answer.decision)
    policies.check_can_give_consent(person, answer.given_by, today=today_in(actor.time_zone))
    consent = _add(actor, person, answer)
    if answer.decision is ConsentDecision.WITHDRAWN:
        questions.consent_withdrawn.ask_all(actor, consent)
    return consent


def record_consents(actor: Actor, person: Person, answers: Sequence[ConsentAnswer]) -> None:
    """Add the first decisions of somebody who is being registered."""
    for answer in answers:
        policies.check_can_record_consent(actor, person)
        policies.check_can_decide(None, answer.decision)
        policies.check_can_give_consent(person, answer.given_by, today=today_in(actor.time_zone))
        _add(actor, person, answer)


def _add(actor: Actor, person: Person, answer: ConsentAnswer) -> Consent:
    consent = Consent(
        person_id=person.id,
        purpose=answer.purpose,
        decision=answer.decision,
        given_by=answer.given_by,
        evidence=answer.evidence,
        language=answer.language,
        text_version=CONSENT_TEXT_VERSION,
        recorded_by=actor.id,
    )
    db.session.add(consent)
    db.session.flush()
    audit.record(
        actor,
        "consent:recorded",
        subject_type="person",
        subject_id=person.id,
        office_id=person.audit_office_id,
        fields=[answer.purpose.value],
    )
    return consent
