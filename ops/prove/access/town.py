"""The town in which access is proved: three offices in two countries, four teams, a dozen staff, their files; and its facts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Grant, Office, Team, User
from app.attachments import storage
from app.attachments.models import Attachment
from app.audit import services as audit
from app.cases.models import Case, CaseAssignment, CaseNote, CaseStatusChange, FollowUp, ServiceDelivery
from app.catalogue.models import DocumentType, Service, SpecificNeed
from app.foundation.actor import system_actor
from app.foundation.clock import now
from app.foundation.database import Base, db
from app.foundation.drafts import Draft
from app.foundation.encryption import seal_contents, seal_for
from app.foundation.ids import new_id
from app.imports.models import ImportEntry, ImportRow, PeopleImport
from app.people.enums import DataCategory, RecipientKind
from app.people.models import (
    AlternateContact,
    ChildCare,
    Consent,
    Functioning,
    Household,
    HouseholdEvent,
    HouseholdMember,
    IdentityDocument,
    Person,
    PersonLanguage,
    PersonMerge,
    PersonNationality,
    PersonNeed,
    PersonSituation,
    Stay,
)
from app.reporting.models import DonorReport
from ops.prove.access import oracle
from ops.prove.access.oracle import World, tables
from ops.prove.access.town_partners import REFERRED, provider, refer

OFFICES = (("CUC", "CO", "America/Bogota"), ("BOG", "CO", "America/Bogota"), ("QTO", "EC", "America/Guayaquil"))
TEAMS_EACH = 2
CASES_EACH_PERSON = 2
SURNAME = "Sandovalina"
"""Everybody's, so that one search finds everybody whom the searcher may find."""
PHONE = "+573001112233"
GIVEN_NAMES = (
    "Abelarda", "Bonifacia", "Casimira", "Domitila", "Eufrasia", "Fulgencia", "Gumersinda", "Hermelinda", "Ildefonsa",
    "Jacinta", "Leocadia", "Maximina", "Nepomucena", "Obdulia", "Petronila", "Quiteria", "Remedios", "Saturnina",
)  # fmt: skip
ROLES: Sequence[tuple[str, str]] = (
    ("caseworker", "office"), ("caseworker", "office"), ("supervisor", "office"), ("caseworker", "team"),
    ("supervisor", "team"),
)  # fmt: skip
"""Role and kind of place of the staff of each office."""
BEYOND: Sequence[tuple[str, str | None]] = (
    ("reporting_officer", None), ("data_protection", None), ("data_protection", "CO"), ("administrator", None),
    ("supervisor", "CO"), ("caseworker", "EC"),
)  # fmt: skip
"""Role and country of those who work for more than one office; None is the whole operation."""
SECOND_SURNAMES = (
    "Aguirrezabal", "Bengoechea", "Carrizosa", "Dupleich", "Etcheverry", "Fuenmayor", "Goicochea", "Huayhua", "Irigoyen",
    "Jaimerena", "Larramendi", "Mendizabal", "Navascues", "Ocampos", "Pumacahua", "Rivadeneira", "Satrustegui", "Urdaneta",
)  # fmt: skip
NATIONALITIES = (
    ("AGO", "Angola"), ("ALB", "Albania"), ("ARM", "Armenia"), ("BTN", "Bután"), ("FJI", "Fiyi"), ("GAB", "Gabón"),
    ("GEO", "Georgia"), ("GHA", "Ghana"), ("JOR", "Jordania"), ("KEN", "Kenia"), ("LAO", "Laos"), ("MNG", "Mongolia"),
    ("NPL", "Nepal"), ("TGO", "Togo"), ("YEM", "Yemen"), ("ZMB", "Zambia"), ("UGA", "Uganda"), ("TCD", "Chad"),
)  # fmt: skip
"""ISO 3166-1 alpha-3 and the Spanish name; nobody shares theirs, as nobody shares an age."""
OLDEST = 80


def fill(people_each: int) -> World:
    """Write the town, with so many people at each office, into the database at hand, as its owner; gives its facts."""
    world = World()
    offices = [_office(world, *one) for one in OFFICES]
    staff = {office.id: list(_staff_of(world, office)) for office in offices}
    for number, (role, country) in enumerate(BEYOND):
        user = _user(world, offices[number % len(offices)])
        _grant(world, user, role, oracle.Place(country=country))
    providers = {country: provider(country) for country in sorted({country for _, country, _ in OFFICES})}
    referred = cycle(REFERRED)
    for place, office in enumerate(offices):
        people = [_person(world, office, number) for number in range(place * people_each, (place + 1) * people_each)]
        for number, person in enumerate(people):
            for turn in range(CASES_EACH_PERSON):
                case = _case(world, person, office, staff[office.id], number * CASES_EACH_PERSON + turn)
                refer(world, case, providers[office.country], *next(referred))
    _join_households(world, offices)
    _merge_and_part(world)
    for office in offices:
        _bring(world, office, staff[office.id][0], list(world.people))
    for user in world.staff:
        _type(world, user)
    for country in ("CO", "EC", None):
        _report(world, country)
    db.session.flush()
    return world


def hire(world: World, count: int) -> None:
    """More staff, each with a role at an office, in a team or in a country, in turn."""
    teams, offices, places = list(world.teams), list(world.offices), list(world.offices.values())
    for number in range(count):
        user = _user(world, db.session.get_one(Office, offices[number % len(offices)]))
        place = (
            oracle.Place(office=offices[number % len(offices)]),
            oracle.Place(team=teams[number % len(teams)]),
            oracle.Place(country=places[number % len(places)]),
        )[number // 2 % 3]
        _grant(world, user, ("caseworker", "supervisor")[number % 2], place)
    db.session.flush()


def _office(world: World, code: str, country: str, time_zone: str) -> Office:
    office = Office(id=new_id(), code=code, name=f"Oficina {code}", country=country, time_zone=time_zone)
    db.session.add(office)
    db.session.flush()
    world.offices[office.id] = country
    for number in range(TEAMS_EACH):
        team = Team(id=new_id(), office_id=office.id, name=f"Equipo {number}")
        db.session.add(team)
        world.teams[team.id] = office.id
    db.session.flush()
    return office


def _staff_of(world: World, office: Office) -> Iterator[UUID]:
    team = next(team for team, at in world.teams.items() if at == office.id)
    for role, kind in ROLES:
        user = _user(world, office)
        _grant(world, user, role, oracle.Place(team=team) if kind == "team" else oracle.Place(office=office.id))
        yield user.id


def _user(world: World, office: Office) -> User:
    number = len(world.staff)
    user = User(
        id=new_id(), name=f"Colega {number}", email=f"colega{number}@example.org", fs_uniquifier=new_id().hex, office=office
    )
    db.session.add(user)
    db.session.flush()
    world.staff[user.id] = oracle.Staff(user.id, office.id)
    return user


def _grant(world: World, user: User, role: str, place: oracle.Place) -> None:
    today = now().date()
    add_grant(world, oracle.Grant(new_id(), user.id, role, place, today - timedelta(days=30), today + timedelta(days=300)))


def add_grant(world: World, facts: oracle.Grant) -> None:
    """A grant in the database and in the facts."""
    place = {"office_id": facts.place.office, "team_id": facts.place.team, "country": facts.place.country}
    days = {"valid_from": facts.first_day, "valid_until": facts.last_day}
    db.session.add(Grant(id=facts.id, user_id=facts.user, role=facts.role, covers_user_id=facts.covers, **place, **days))
    db.session.flush()
    world.grants[facts.id] = facts


def _merge_and_part(world: World) -> None:
    """Each person's file was once merged with the next one's, and parted again: a row that their file keeps."""
    people, by = list(world.people), next(iter(world.staff))
    parted = {"ground": "other", "was_restricted": False, "merged_by": by, "undone_by": by, "undone_at": now()}
    for kept_id, merged_id in zip(people, [*people[1:], people[0]], strict=True):
        # In the town they are two people: a code of neither stands in the row.
        db.session.add(PersonMerge(person_id=kept_id, merged_id=merged_id, merged_code="FICHA-1", **parted))
    db.session.flush()


def _person(world: World, office: Office, number: int) -> Person:
    code, given_names, document = f"{office.code}-P-{number:06}", GIVEN_NAMES[number], f"ORACLE{7_000_000 + number}"
    person = Person(
        id=new_id(), code=code, given_names=given_names, surname_1=SURNAME, surname_2=SECOND_SURNAMES[number], sex="female",
        birth_year=now().year - OLDEST + number, birth_month=1, birth_day=1, population_type="in_destination", phone=PHONE,
        safe_contact=f"Puerta azul {number:02}", office=office,
        nationalities=[PersonNationality(country=NATIONALITIES[number][0])],
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    passport = db.session.scalars(sa.select(DocumentType).limit(1)).one()
    db.session.add_all([
        IdentityDocument(person_id=person.id, document_type_id=passport.id, number=document),
        ChildCare(person_id=person.id, situation="unknown", since_on=_days_ago(60), consent_holder="nobody_yet"),
        AlternateContact(person_id=person.id, name="Vecina", relation="neighbour", may_be_told=False),
        _yes_to_sharing(person.id),
        *_for_a_time(person),
    ])  # fmt: skip
    db.session.flush()
    _attach(world, person, f"Foto de {given_names}")
    _log("person:opened", "person", person.id, office)
    reads = _reads(number)
    world.people[person.id] = oracle.PersonFacts(person.id, code, office.id, office.id, given_names, document, reads)
    return person


def _for_a_time(person: Person) -> list[Base]:
    """A row in each table of what holds for a time, and one of class P4, which only a restricted file shows."""
    day, difficulties = now().date(), ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
    needs = db.session.scalars(sa.select(SpecificNeed.id).where(SpecificNeed.code.in_(("SM-CI", "SV-VA"))))
    return [
        PersonLanguage(person_id=person.id, language="es"),
        PersonSituation(person_id=person.id, population_type=person.population_type, since_on=day),
        Stay(person_id=person.id, kind="unknown", country="CO"),
        Functioning(person_id=person.id, **dict.fromkeys(difficulties, "none"), answered_by="person", answered_on=day),
        *(PersonNeed(person_id=person.id, need_id=need_id) for need_id in needs),
    ]


def _reads(number: int) -> Mapping[str, str]:
    """What a partner would read of a person."""
    return {
        tables.GIVEN_NAMES: GIVEN_NAMES[number],
        tables.SURNAMES: f"{SURNAME} {SECOND_SURNAMES[number]}",
        tables.AGE: f"{OLDEST - number} años",
        tables.NATIONALITY: NATIONALITIES[number][1],
        tables.CONTACT: f"Puerta azul {number:02}",
    }


def _case(world: World, person: Person, office: Office, staff: Sequence[UUID], number: int) -> Case:
    status = "closed" if number % 6 == 5 else "on_hold" if number % 6 == 4 else "open"
    teams = [team for team, at in world.teams.items() if at == office.id]
    team = (None, *teams)[number % (len(teams) + 1)]
    # Nobody carries every fourth; the first team's cases are carried by its own caseworker.
    carrier = None if number % 4 == 3 else staff[3] if team == teams[0] else staff[number % 2]
    words = f"Palabras{office.code}{number:03}"
    opened_on = _days_ago(30)
    closing = {"closed_on": _days_ago(1), "closure_reason": "goal_met"} if status == "closed" else {}
    case = Case(
        id=new_id(), code=f"{office.code}-2026-{number:05}", person_id=person.id, office=office,
        kind="documentation", status=status, risk="high" if number % 2 else "medium", goal=words, opened_on=opened_on,
        team_id=team, caseworker_id=carrier,
        attention_on=_days_ago(2) if status == "open" else None, **closing,
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    db.session.add_all(_work_in(case, words))
    db.session.flush()
    _attach(world, case, f"Adjunto {words}")
    _log("case:opened", "case", case.id, office)
    world.cases[case.id] = oracle.CaseFacts(
        case.id, case.code, person.id, office.id, office.id, status, str(case.risk), words, team=team, carrier=carrier
    )
    return case


def _work_in(case: Case, words: str) -> Iterator[object]:
    service = db.session.scalars(sa.select(Service).order_by(Service.code).limit(1)).one()
    yield CaseNote(case_id=case.id, text=f"Nota {words}", occurred_on=_days_ago(25))
    yield CaseStatusChange(case_id=case.id, step="open", status="open", effective_on=case.opened_on)
    yield CaseAssignment(case_id=case.id, caseworker_id=case.caseworker_id, team_id=case.team_id)
    yield FollowUp(case_id=case.id, office_id=case.office_id, kind="call", due_on=_days_ago(2))
    yield ServiceDelivery(
        case_id=case.id, person_id=case.person_id, office_id=case.office_id, service_id=service.id, quantity=1, unit="service",
        delivered_on=_days_ago(20),
    )  # fmt: skip


def _yes_to_sharing(person_id: UUID) -> Consent:
    told = {"recipient": RecipientKind.SERVICE_PARTNERS, "categories": [category.value for category in DataCategory]}
    own_id = new_id()
    said = {"decision": "given", "evidence": "verbal", "language": "es", "sitting_id": own_id}
    return Consent(id=own_id, person_id=person_id, purpose="referral_sharing", **told, **said)


def _attach(world: World, owner: Person | Case, title: str) -> None:
    """A small file, as it stands once it has been cleaned."""
    content = b"%PDF-1.7 small"
    attachment = Attachment(
        id=new_id(), case_id=owner.id if isinstance(owner, Case) else None,
        person_id=owner.id if isinstance(owner, Person) else None, owner_id=owner.id, title=title, format="pdf",
        size=len(content), extent=1, file_name=storage.new_name(),
    )  # fmt: skip
    sealed = seal_for(owner.id, attachment.place, content)
    attachment.content_digest = hashlib.sha256(sealed).digest()
    db.session.add(attachment)
    db.session.flush()
    storage.write(attachment.file_name, sealed)
    world.attachments[attachment.id] = owner.id


def _join_households(world: World, offices: Sequence[Office]) -> None:
    """The first two people of each office live together, and the last of one with the last of the next."""
    by_office = [[person.id for person in world.people.values() if person.office == office.id] for office in offices]
    together = [people[:-1][:2] for people in by_office] + [[by_office[0][-1], by_office[1][-1]]]
    for number, members in enumerate(together):
        office = offices[number % len(offices)]
        household = Household(id=new_id(), code=f"{office.code}-H-{number:06}", office_id=office.id)
        db.session.add(household)
        db.session.flush()
        for place, person_id in enumerate(members):
            relation = "partner" if place else "head"
            db.session.add(
                HouseholdMember(household_id=household.id, person_id=person_id, relation=relation, joined_on=_days_ago(90))
            )
            joined = {"act_id": new_id(), "step": "joined", "relation": relation, "occurred_on": _days_ago(90)}
            db.session.add(HouseholdEvent(household_id=household.id, person_id=person_id, **joined))
        world.households[household.id] = (office.id, frozenset(members))


def _bring(world: World, office: Office, user: UUID, people: Sequence[UUID]) -> None:
    """An import whose one row may be anybody of the town, and with which everybody came."""
    brought = PeopleImport(
        id=new_id(), code=f"{office.code}-I-0001", office_id=office.id, status="to_review", format="csv", size=1,
        file_digest=office.id.bytes, language="es", uploaded_by=user, due_at=now() + timedelta(days=30),
    )  # fmt: skip
    db.session.add(brought)
    db.session.flush()
    matches = [{"person_id": str(person), "level": "possible", "score": 0.9} for person in people]
    row = {"outcome": "possible", "matches": matches, "written": {"given_names": SURNAME}}
    db.session.add(ImportRow(import_id=brought.id, office_id=office.id, number=2, piece=0, **row))
    for number, person in enumerate(people, start=3):
        entry = {"person_id": person, "scope_id": db.session.get_one(Person, person).scope_id, "digest": person.bytes}
        db.session.add(ImportEntry(import_id=brought.id, office_id=office.id, number=number, **entry))
    db.session.flush()
    world.imports[brought.id] = office.id


def _type(world: World, user: UUID) -> None:
    """A form that somebody has not finished, about nobody of the town."""
    draft_id, submission_id = new_id(), new_id()
    sealed = seal_contents("draft.fields", b"[]", row_id=draft_id)
    place = {"page": "people.register", "address": "/people/new"}
    draft = Draft(id=draft_id, user_id=user, submission_id=submission_id, mark=new_id(), fields=sealed, **place)
    db.session.add(draft)
    db.session.flush()
    world.drafts[submission_id] = user


def _report(world: World, country: str | None) -> None:
    start = date(2026, 7, 1)
    report = DonorReport(
        id=new_id(), code=f"2026-T3-{country or 'XX'}-01", country=country, period_start=start, period_end=date(2026, 9, 30)
    )
    db.session.add(report)
    world.reports[report.id] = country


def _log(action: str, kind: str, record_id: UUID, office: Office) -> None:
    audit.record(system_actor("proof"), action, subject_type=kind, subject_id=record_id, office_id=office.id)


def _days_ago(days: int) -> date:
    return now().date() - timedelta(days=days)
