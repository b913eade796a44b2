"""A person with something in every drawer, as data protection meets them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.enums import GlassVerdict, RestrictedKind
from app.accounts.models import BreakGlass, Office, Restriction
from app.accounts.permissions import Role
from app.accounts.services import let_know
from app.cases.enums import FollowUpOutcome
from app.cases.models import Case, CaseAssignment
from app.catalogue.models import DocumentType, SpecificNeed
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.partial_date import KnownTo
from app.people.enums import (
    AnsweredBy,
    Assent,
    ConsentEvidence,
    ConsentGiver,
    ConsentHolder,
    ContactChannel,
    DeathSource,
    Difficulty,
    DocumentState,
    EthnicGroup,
    GenderIdentity,
    HouseholdStep,
    InterpretedBy,
    InterpreterNeed,
    ObstacleToDocument,
    PairVerdict,
    Relation,
    StayKind,
    WayOfEntry,
)
from app.people.models import Functioning, HouseholdMember, MatchDecision, Person, PersonChange, PersonNeed, PersonSituation, Stay
from app.referrals.enums import ReferralStatus
from app.referrals.models import Referral, ReferralStatusChange
from tests.conftest import SignIn, actor_of
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.attachments import attachment_of
from tests.factories.cases import StatusChangeFactory, closed_case_at, follow_up_of, note_of
from tests.factories.catalogue import seeded
from tests.factories.emergency import use_of_file
from tests.factories.imports import entry_of
from tests.factories.people import (
    AlternateContactFactory,
    ChildCareFactory,
    ConsentFactory,
    HouseholdEventFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    IdentityDocumentFactory,
    PersonFactory,
    merge_of,
    told_about,
)
from tests.factories.referrals import link_to, sent_referral_of
from tests.guarded_client import GuardedClient

NAMES = ("Xiomarita", "Quintanazo", "Zúñigara")
SEALED = {
    "phone": "+573001112233",
    "safe_contact": "Contacto canario",
    "locality": "Barrio canario",
    "number": "CANARIO4711",
    "goal": "Meta canaria",
    "intake": "Respuesta canaria",
    "note": "Nota canaria",
    "step": "Motivo canario",
    "assignment": "Encargo canario",
    "purpose": "Llamada canaria",
    "outcome": "Resultado canario",
    "request": "Solicitud canaria",
    "answer": "Palabra del socio canaria",
    "said": "Retiro canario",
    "passport": "Pasaporte canario",
    "letter": "Carta canaria",
    "guardian": "Guardiana canaria",
    "was": "Antes canario",
    "became": "Luego canario",
    "urgent": "Urgencia canaria",
    "judged": "Juicio canario",
    "restricted": "Restricción canaria",
    "few": "Pocos canarios",
    "people": "Pueblo canario",
    "hours": "Horario canario",
    "answerer": "Contesta canaria",
    "need": "Necesidad canaria",
    "pair": "Parecida canaria",
}


@pytest.fixture
def person(session: Session, office: Office) -> Person:
    """Somebody of whom everything is known, whose case is closed and whose referral is done."""
    known: Person = PersonFactory(
        office=office,
        code="CUC-P-000777",
        given_names=NAMES[0],
        surname_1=NAMES[1],
        surname_2=NAMES[2],
        gender_identity=GenderIdentity.TRANS_WOMAN,
        birth_year=1988,
        birth_month=4,
        birth_day=9,
        name_as_said="Xiomi Canaria",
        other_names=["Xiomara Canaria"],
        birth_country="VEN",
        ethnic_group=EthnicGroup.INDIGENOUS,
        ethnic_people=SEALED["people"],
        languages=["guc", "es"],
        preferred_language="guc",
        interpreter_need=InterpreterNeed.NEEDED,
        contact_channel=ContactChannel.THROUGH_SOMEONE,
        contact_hours=SEALED["hours"],
        contact_answerer=SEALED["answerer"],
        leave_no_message=True,
        place_country="CO",
        area_code="CO-NSA",
        arrival_year=2024,
        arrival_month=2,
        arrival_day=3,
        entry=WayOfEntry.IRREGULAR,
        death_known_by=DeathSource.FAMILY,
        died_year=2026,
        died_month=3,
        died_day=9,
        **{name: SEALED[name] for name in ("phone", "safe_contact", "locality")},
    )
    passport = seeded(DocumentType, "VE-PAS")
    IdentityDocumentFactory(
        person_id=known.id,
        document_type_id=passport.id,
        number=SEALED["number"],
        state=DocumentState.CANNOT_OBTAIN,
        obstacle=ObstacleToDocument.COST,
        issued_on=date(2021, 5, 6),
        expires_on=date(2031, 5, 6),
        recorded_by=None,
    )
    _add_what_holds_for_a_time(session, known)
    attachment_of(known, title=SEALED["passport"])
    entry_of(known)
    ConsentFactory(
        person_id=known.id,
        evidence=ConsentEvidence.DRAWN,
        signature="M10 10L60 20L90 25",
        given_by=ConsentGiver.GUARDIAN,
        guardian_name=SEALED["guardian"],
        assent=Assent.YES,
        interpreted_by=InterpretedBy.RELATIVE,
        interpreted_into="wba",
    )
    for words in ({"before": SEALED["was"], "after": None}, {"before": None, "after": SEALED["became"]}):
        session.add(PersonChange(person_id=known.id, field="locality", **words))
    merge_of(known, PersonFactory(office=office))
    told_about(known, OfficeFactory(country=office.country))
    session.commit()
    return known


def _add_what_holds_for_a_time(session: Session, person: Person) -> None:
    day = date(2025, 3, 4)
    permit, need = seeded(DocumentType, "CO-PPT"), seeded(SpecificNeed, "SM-CI")
    domains = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
    session.add_all([
        PersonSituation(person_id=person.id, population_type=person.population_type, since_on=day),
        Stay(
            person_id=person.id, kind=StayKind.TEMPORARY_PROTECTION_PERMIT, country="CO", document_type_id=permit.id,
            valid_from=day, valid_from_known_to=KnownTo.MONTH, valid_until=day,
            valid_until_known_to=KnownTo.YEAR, ended_on=day,
        ),
        Functioning(
            person_id=person.id, **dict.fromkeys(domains, Difficulty.SOME), answered_by=AnsweredBy.PERSON, answered_on=day
        ),
        PersonNeed(person_id=person.id, need_id=need.id, since_on=day, ended_on=day, note=SEALED["need"]),
    ])  # fmt: skip


@pytest.fixture
def relative(session: Session, office: Office, person: Person) -> Person:
    """Who lives with the person, and has a file and a phone of their own."""
    other: Person = PersonFactory(office=office, given_names="Wilmara", surname_1=NAMES[1], surname_2=None, phone="+573009998877")
    household = HouseholdFactory(office=office)
    HouseholdMemberFactory(household_id=household.id, person_id=person.id)
    HouseholdMemberFactory(household_id=household.id, person_id=other.id, relation=Relation.CHILD)
    decided = {"verdict": PairVerdict.DIFFERENT, "reason": SEALED["pair"], "decided_by": UserFactory().id}
    session.add(MatchDecision(person_id=person.id, other_id=other.id, other_scope_id=other.scope_id, **decided))
    was = {"step": HouseholdStep.RELATION_CHANGED, "relation_before": Relation.PARTNER}
    HouseholdEventFactory(household_id=household.id, person_id=person.id, **was)
    ChildCareFactory(
        person_id=person.id,
        guardian_id=other.id,
        guardian_name=None,
        guardian_phone=None,
        until_on=date(2026, 2, 1),
        consent_holder=ConsentHolder.AUTHORITY,
        consent_holder_name="Defensora canaria",
    )
    ChildCareFactory(person_id=person.id, since_on=date(2026, 2, 1))
    AlternateContactFactory(person_id=person.id, may_be_told=True)
    session.commit()
    return other


@pytest.fixture
def seen_in_emergency(session: Session, person: Person) -> BreakGlass:
    """Somebody elsewhere read the file in an emergency, and the supervisor has judged it."""
    use = use_of_file(
        person,
        reason=SEALED["urgent"],
        verdict=GlassVerdict.JUSTIFIED,
        verdict_words=SEALED["judged"],
        reviewed_by=UserFactory().id,
        reviewed_at=now(),
    )
    session.commit()
    return use


@pytest.fixture
def restriction(session: Session, person: Person) -> Restriction:
    """Why the file was restricted; whether it is, tests say themselves."""
    words = {"reason": SEALED["restricted"], "why_few": SEALED["few"]}
    told = Restriction(record_kind="person", record_id=person.id, office_id=person.office_id, **words)
    session.add(told)
    session.commit()
    return told


@pytest.fixture
def case(session: Session, office: Office, person: Person) -> Case:
    closed = closed_case_at(office, person=person, goal=SEALED["goal"], intake={"lost_question": "x"})
    closed.intake_words = {"lost_words": SEALED["intake"]}
    attachment_of(closed, title=SEALED["letter"])
    note_of(closed, text=SEALED["note"])
    StatusChangeFactory(case_id=closed.id, reason=SEALED["step"], effective_on=closed.opened_on)
    session.add(CaseAssignment(case_id=closed.id, reason=SEALED["assignment"]))
    done = follow_up_of(closed, days=0, purpose=SEALED["purpose"])
    done.done_on, done.outcome, done.outcome_words = done.due_on, FollowUpOutcome.REACHED, SEALED["outcome"]
    session.commit()
    return closed


@pytest.fixture
def referral(session: Session, case: Case) -> Referral:
    sent = sent_referral_of(case, ReferralStatus.COMPLETED, request=SEALED["request"], partner_words=SEALED["answer"])
    link_to(sent)
    session.add(
        ReferralStatusChange(
            referral_id=sent.id, case_id=case.id, step="complete", status=sent.status, actor_kind="staff", words=SEALED["said"]
        )
    )
    session.commit()
    return sent


@pytest.fixture
def ana(sign_in: SignIn) -> GuardedClient:
    """A caseworker of the office at her browser."""
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def focal(sign_in: SignIn) -> GuardedClient:
    """The data-protection focal point of the office."""
    return sign_in(Role.DATA_PROTECTION)


def restrict_to(user_id: UUID, person: Person) -> None:
    """From now on the person's file and all their cases exist for this user only."""
    cases = db.session.scalars(sa.select(Case).where(Case.person_id == person.id)).all()
    for record, kind in [*((case, RestrictedKind.CASE) for case in cases), (person, RestrictedKind.PERSON)]:
        record.is_restricted = True
        db.session.flush()
        namer = actor_of(Role.CASEWORKER, person.office)
        let_know(namer, kind, record.id, office_id=person.office_id, user_ids=[user_id])
    db.session.commit()


def membership_of(person: Person) -> HouseholdMember:
    return db.session.scalars(sa.select(HouseholdMember).where(HouseholdMember.person_id == person.id)).one()
