"""The consent ledger: each decision is a row, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.audit import services as audit
from app.directory import queries as directory
from app.directory.models import Organisation
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import NotFound, RefusedInput
from app.foundation.ids import new_id
from app.people import consent_words, policies, queries, questions
from app.people.enums import (
    Assent,
    ConsentDecision,
    ConsentEvidence,
    ConsentGiver,
    ConsentPurpose,
    DataCategory,
    InterpretedBy,
    RecipientKind,
)
from app.people.models import Consent, Person


@dataclass(frozen=True, kw_only=True)
class Terms:
    """To whom a decision opens what, until when.

    Attributes:
        organisation_id: of the directory; set exactly where the recipient is one organisation.
        valid_until: the last day of a yes at the office; None until it is withdrawn.
    """

    recipient: RecipientKind
    categories: frozenset[DataCategory]
    organisation_id: UUID | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Interpretation:
    """Who put the words into another language, and into which (ISO 639)."""

    by: InterpretedBy
    into: str


@dataclass(frozen=True, kw_only=True)
class ConsentAnswer:
    """What somebody said about one purpose, and how it was evidenced.

    Attributes:
        language: ISO 639-1, in which the words were read to them.
        terms: None for those that the short question of the purpose names.
        guardian_name: who answered for a child.
        signature: strokes drawn on the screen, where that is the evidence.
        interpretation: None where the words were understood as they were read.
    """

    purpose: ConsentPurpose
    decision: ConsentDecision
    language: str
    evidence: ConsentEvidence = ConsentEvidence.VERBAL
    given_by: ConsentGiver = ConsentGiver.PERSON
    terms: Terms | None = None
    guardian_name: str | None = None
    assent: Assent | None = None
    signature: str | None = None
    interpretation: Interpretation | None = None


def record_consent(actor: Actor, person_id: UUID, answer: ConsentAnswer) -> Consent:
    """Add one decision to the ledger of a person: see ``record_answers``."""
    return record_answers(actor, person_id, [answer])[0]


def record_answers(actor: Actor, person_id: UUID, answers: Sequence[ConsentAnswer]) -> list[Consent]:
    """Add the decisions of one sitting to the ledger of a person. What they no longer cover ends at once.

    Raises:
        NotFound: the person lies outside the actor's scope.
        NotAllowed: the role does not record consent.
        WrongState: a decision cannot follow the one before it.
        RefusedInput: a child of known age would answer alone or against its will, the end lies in the past, nothing is
            signed, or the organisation is none that can be asked.
    """
    person = queries.get_person(actor, person_id, for_update=True)
    policies.check_can_record_consent(actor, person)
    lines = queries.consent_lines(person.id)
    latest = {line.line: line for line in lines}
    today = today_in(actor.time_zone)
    recorded: list[Consent] = []
    for answer in answers:
        terms = _checked(actor, person, answer, today)
        before = latest.get((answer.purpose, terms.recipient, terms.organisation_id))
        policies.check_can_decide(before, answer.decision, today)
        recorded.append(_add(actor, person, answer, terms, sitting=recorded[0] if recorded else None))
    _end_what_rested(actor, lines, recorded)
    return recorded


def record_consents(actor: Actor, person: Person, answers: Sequence[ConsentAnswer]) -> None:
    """Add the first decisions of somebody who is being registered."""
    today = today_in(actor.time_zone)
    recorded: list[Consent] = []
    for answer in answers:
        policies.check_can_record_consent(actor, person)
        terms = _checked(actor, person, answer, today)
        policies.check_can_decide(None, answer.decision)
        recorded.append(_add(actor, person, answer, terms, sitting=recorded[0] if recorded else None))


def withdraw_consent(actor: Actor, person_id: UUID, consent_id: UUID, how: ConsentAnswer) -> list[Consent]:
    """Withdraw a yes that is in force; with the yes to all organisations of a kind, those to single ones of it go too.

    Args:
        how: who said it and how; its purpose and terms are those of the yes.

    Raises:
        NotFound: no such consent in a file of the actor's scope.
        NotAllowed, WrongState, RefusedInput: as for every decision.
    """
    person = queries.get_person(actor, person_id, for_update=True)
    given = queries.get_consent(actor, person, consent_id)
    today = today_in(actor.time_zone)
    named = [line for line in queries.consent_lines(person.id) if policies.goes_with(line, given, today)]
    return record_answers(actor, person_id, [_withdrawal(how, one) for one in (given, *named)])


def _withdrawal(how: ConsentAnswer, given: Consent) -> ConsentAnswer:
    categories = frozenset(DataCategory(category) for category in given.categories)
    terms = Terms(recipient=given.recipient, categories=categories, organisation_id=given.organisation_id)
    return replace(how, purpose=given.purpose, decision=ConsentDecision.WITHDRAWN, terms=terms)


def _checked(actor: Actor, person: Person, answer: ConsentAnswer, today: date) -> Terms:
    terms = answer.terms or usual_terms(answer.purpose, answer.decision, today)
    if answer.decision is ConsentDecision.GIVEN:  # a child's own no is heard
        policies.check_can_agree(person)
        policies.check_can_give_consent(person, answer.given_by, today=today)
    policies.check_assent(person, answer.assent, answer.decision, today=today)
    policies.check_valid_until(terms.valid_until, today=today)
    policies.check_categories(answer.purpose, terms.categories)
    if terms.organisation_id is not None and answer.decision is ConsentDecision.GIVEN:
        _find_organisation(actor, person, terms.organisation_id)
    return terms


def usual_terms(purpose: ConsentPurpose, decision: ConsentDecision, today: date) -> Terms:
    """What the short question of a purpose names; only a yes has an end."""
    return Terms(
        recipient=policies.USUAL_RECIPIENT[purpose],
        categories=policies.USUAL_CATEGORIES[purpose],
        valid_until=policies.usual_end(purpose, today) if decision is ConsentDecision.GIVEN else None,
    )


def _find_organisation(actor: Actor, person: Person, organisation_id: UUID) -> Organisation:
    """An organisation that works in the country of the person's office."""
    try:
        organisation = directory.get_organisation(actor, organisation_id, country=person.office.country)
    except NotFound as unknown:
        raise RefusedInput(unknown.sentence, field="organisation") from None
    if organisation.is_closed:
        raise RefusedInput(_l("This organisation works here no more. Choose another one."), field="organisation")
    return organisation


def _add(actor: Actor, person: Person, answer: ConsentAnswer, terms: Terms, *, sitting: Consent | None = None) -> Consent:
    is_guardian = answer.given_by is ConsentGiver.GUARDIAN
    own_id = new_id()
    consent = Consent(
        id=own_id,
        person_id=person.id,
        purpose=answer.purpose,
        recipient=terms.recipient,
        organisation_id=terms.organisation_id,
        categories=[category.value for category in policies.in_order(terms.categories)],
        decision=answer.decision,
        valid_until=terms.valid_until,
        given_by=answer.given_by,
        guardian_name=answer.guardian_name if is_guardian else None,
        assent=answer.assent if is_guardian else None,
        evidence=answer.evidence,
        signature=policies.checked_signature(answer.evidence, answer.signature),
        language=answer.language,
        interpreted_by=answer.interpretation.by if answer.interpretation else None,
        interpreted_into=answer.interpretation.into if answer.interpretation else None,
        text_version=consent_words.CURRENT,
        sitting_id=sitting.id if sitting else own_id,
        recorded_by=actor.id,
    )
    db.session.add(consent)
    db.session.flush()
    _record(actor, person, consent)
    return consent


def _record(actor: Actor, person: Person, consent: Consent) -> None:
    audit.record(
        actor,
        "consent:recorded",
        subject_type="person",
        subject_id=person.id,
        office_id=person.audit_office_id,
        fields=[consent.purpose.value, *([] if policies.is_usual(consent) else [consent.recipient.value])],
    )


def _end_what_rested(actor: Actor, before: Sequence[Consent], recorded: Sequence[Consent]) -> None:
    """Only where something was allowed before can something rest on it: also a narrower yes ends what it leaves out."""
    allowed = {consent.purpose for consent in before if consent.decision is ConsentDecision.GIVEN}
    for purpose in dict.fromkeys(consent.purpose for consent in recorded if consent.purpose in allowed):
        questions.consent_changed.ask_all(actor, recorded[0].person_id, purpose)
