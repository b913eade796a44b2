"""Whatever a page shows of a person, a case or a referral is written down: one row for each file opened, one for each list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.accounts.models import Office
from app.accounts.permissions import PERMISSIONS_OF, Role
from app.audit.models import AuditEvent
from app.catalogue.models import DocumentType, SpecificNeed
from app.foundation.clock import today_in
from app.foundation.ids import new_id
from app.people.models import HouseholdEvent, Person
from app.referrals.enums import ReferralStatus
from tests.architecture.test_doors import permission_of
from tests.conftest import SignIn
from tests.factories.attachments import attachment_of
from tests.factories.cases import follow_up_of, note_of
from tests.factories.catalogue import seeded
from tests.factories.emergency import use_of_file
from tests.factories.people import (
    AlternateContactFactory,
    ChildCareFactory,
    ConsentFactory,
    IdentityDocumentFactory,
    NeedFactory,
    PersonFactory,
    SituationFactory,
    StayFactory,
    household_of,
    merge_of,
    question_to,
)
from tests.factories.referrals import CANARIES, SURNAMES, case_of_a_person, draft_of, link_to, sent_referral_of
from tests.guarded_client import GuardedClient
from tests.referrals.partner import address as address_of

READINGS = (":opened", ":listed", ":searched", ":read")
ROOMS = ("people", "cases", "attachments", "referrals", "emergency", "supervision")
"""The rooms whose pages show people."""
GOAL, NOTE, PURPOSE, DOCUMENT = "Meta canaria", "Nota canaria", "Contacto canario", "CANARIO-4711"
TITLE, CONTENT, EMERGENCY = "Adjunto canario", "Contenido canario", "Motivo canario de la emergencia"
CONTACT, GUARDIAN, NEED = "Contacta canaria", "Guardiana canaria", "Necesidad canaria"
MARKS = (*CANARIES, GOAL, NOTE, PURPOSE, DOCUMENT, TITLE, CONTENT, EMERGENCY, CONTACT, GUARDIAN, NEED)
"""What stands nowhere but in the records of these tests."""

CRAFTED: tuple[Mapping[str, Any], ...] = (
    {},
    {"look": "1", "names-given_names": "Zoraida", "given_names": "Zoraida", "surname_1": SURNAMES[0]},
    {"do": "show", "version": "x"},
    {"step": "preview"},
)
"""Forms that no page sends: each comes back, and shows again what stands around it."""


@dataclass(frozen=True)
class Answer:
    """What one request gave, and what it wrote down."""

    status: int
    shows: frozenset[str]
    readings: Counter[tuple[str, UUID | None]]

    @property
    def is_written_down(self) -> bool:
        """Every file and list once, and something wherever something is shown."""
        return all(times == 1 for times in self.readings.values()) and (bool(self.readings) or not self.shows)


Records = Mapping[str, UUID]


@pytest.fixture
def records(session: Session, office: Office) -> Records:
    """One file with all that belongs to it, by the names that routes give the ids."""
    case = case_of_a_person(office, goal=GOAL, person__birth_year=today_in(office.time_zone).year - 8)
    passport = IdentityDocumentFactory(
        person_id=case.person_id, document_type_id=seeded(DocumentType, "VE-PAS").id, number=DOCUMENT, recorded_by=None
    )
    need = seeded(SpecificNeed, "SM-CI")
    note_of(case, text=NOTE)
    household, beside = household_of(case.person), household_of(PersonFactory(office=office))
    act_id = session.scalars(sa.select(HouseholdEvent.act_id).where(HouseholdEvent.household_id == household.id)).one()
    ChildCareFactory(person_id=case.person_id, guardian_name=GUARDIAN)
    return {
        "household_id": household.id,
        "other_household_id": beside.id,
        "merge_id": merge_of(case.person, PersonFactory(office=office)).id,
        "act_id": act_id,
        "document_id": passport.id,
        "stay_id": StayFactory(person_id=case.person_id).id,
        "situation_id": SituationFactory(person_id=case.person_id).id,
        "need_id": NeedFactory(person_id=case.person_id, need_id=need.id, note=NEED).id,
        "contact_id": AlternateContactFactory(person_id=case.person_id, name=CONTACT).id,
        "person_id": case.person_id,
        "other_id": PersonFactory(office=office).id,
        "question_id": question_to(office, case.person).id,
        "case_id": case.id,
        "follow_up_id": follow_up_of(case, days=1, purpose=PURPOSE).id,
        "case_attachment_id": attachment_of(case, title=TITLE, content=CONTENT.encode()).id,
        "person_attachment_id": attachment_of(case.person, title=TITLE, content=CONTENT.encode()).id,
        "consent_id": ConsentFactory(person_id=case.person_id).id,
        "referral_id": sent_referral_of(case, ReferralStatus.ACCEPTED).id,
        "draft_id": draft_of(case).id,
        "use_id": use_of_file(session.get_one(Person, case.person_id), reason=EMERGENCY).id,
    }


@pytest.fixture
def supervisor(sign_in: SignIn, session: Session) -> GuardedClient:
    return sign_in(Role.SUPERVISOR)


@pytest.fixture
def ask(session: Session, supervisor: GuardedClient) -> Callable[..., Answer]:
    """Send one request as a supervisor, whose role opens every door of these rooms."""

    def send(method: str, address: str, data: Mapping[str, Any] | None = None) -> Answer:
        before = set(session.scalars(sa.select(AuditEvent.id)))
        # The panel of similar people is a part of a page, which only htmx asks for.
        part = {"HX-Request": "true"} if address == "/people/candidates" else {}
        form = {"submission_id": str(new_id()), **(data or {})}
        answer = supervisor.get(address) if method == "GET" else supervisor.post(address, data=form, headers=part)
        sent = {str(value) for value in (data or {}).values()}
        rows = session.execute(sa.select(AuditEvent.action, AuditEvent.subject_id).where(AuditEvent.id.not_in(before)))
        words = answer.get_data().decode(errors="replace")
        shows = frozenset(mark for mark in MARKS if mark in words and mark not in sent)
        return Answer(
            answer.status_code, shows, Counter((row.action, row.subject_id) for row in rows if row.action.endswith(READINGS))
        )

    return send


def rules(app: Flask, method: str) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in ROOMS and method in (rule.methods or set()) and "token" not in rule.arguments:
            yield rule


def addresses(app: Flask, rule: Rule, records: Records, user_id: UUID) -> Iterator[str]:
    others: dict[str, Any] = {"user_id": user_id, "language": "es"}
    referral = records["draft_id"] if rule.endpoint == "referrals.edit_draft" else records["referral_id"]
    values = {**records, **others, "referral_id": referral}
    choices = getattr(rule._converters.get("which"), "items", [None])
    for choice in choices:
        with app.test_request_context():
            yield rule.build({name: choice if name == "which" else values[name] for name in rule.arguments})[1]  # type: ignore[index]
    narrowed = {"cases.open_case": "?kind=documentation", "supervision.reassign": f"?case={records['case_id']}"}
    if rule.endpoint in narrowed:
        with app.test_request_context():
            yield rule.build({name: values[name] for name in rule.arguments})[1] + narrowed[rule.endpoint]  # type: ignore[index]


def test_every_page_that_shows_somebody_is_written_down_once(
    app: Flask, records: Records, supervisor: GuardedClient, ask: Callable[..., Answer]
) -> None:
    answers = {
        address: ask("GET", address)
        for rule in rules(app, "GET")
        for address in addresses(app, rule, records, supervisor.user.id)
    }
    assert {address: answer for address, answer in answers.items() if not answer.is_written_down} == {}
    shown = {mark for answer in answers.values() for mark in answer.shows}
    assert shown == set(MARKS), "a mark that no page shows tests nothing"
    assert sum(bool(answer.shows) for answer in answers.values()) > 20


@pytest.mark.parametrize("form", CRAFTED, ids=lambda form: "+".join(form) or "empty")
def test_a_form_that_comes_back_is_written_down_too(
    app: Flask, records: Records, supervisor: GuardedClient, ask: Callable[..., Answer], form: Mapping[str, Any]
) -> None:
    answers = {
        f"{rule.endpoint} {address}": ask("POST", address, form)
        for rule in rules(app, "POST")
        for address in addresses(app, rule, records, supervisor.user.id)
    }
    assert {address: answer for address, answer in answers.items() if not answer.is_written_down} == {}
    assert sum(bool(answer.shows) for answer in answers.values()) > 10


def test_a_search_is_written_down_with_its_count(ask: Callable[..., Answer], records: Records, session: Session) -> None:
    assert not ask("POST", "/search", {"q": SURNAMES[0]}).readings
    answer = ask("GET", "/search")
    assert (answer.readings, bool(answer.shows)) == (Counter({("person:searched", None): 1}), True)
    found = session.scalars(sa.select(AuditEvent.count).where(AuditEvent.action == "person:searched")).one()
    assert found == 1


def today_as(name: str, office: Office) -> dict[str, str]:
    day = today_in(office.time_zone)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_what_stands_beside_a_form_that_came_too_late_is_written_down(
    ask: Callable[..., Answer], records: Records, office: Office
) -> None:
    address = f"/cases/{records['case_id']}/follow-ups/{records['follow_up_id']}/complete"
    form = {"version": "1", "after": "later", "outcome": "reached", **today_as("done_on", office)}
    assert ask("POST", address, form).status == 303
    late = ask("POST", address, {**form, "outcome": "not_reached"})
    assert (late.status, late.readings) == (409, Counter({("case:opened", records["case_id"]): 1}))


@dataclass(frozen=True)
class Write:
    """A form in order. ``day`` names a date of today in it; ``actions`` are the rows it writes, and none of reading."""

    address: str
    form: Mapping[str, str]
    actions: tuple[str, ...]
    day: str = ""


COMPLETION = {"version": "1", "after": "later", "outcome": "reached"}
WRITES = (
    Write("/cases/{case_id}/take", {}, ("case:assigned",)),
    Write("/cases/{case_id}/notes/new", {"text": "Vino hoy"}, ("note:added",), day="occurred_on"),
    Write("/cases/{case_id}/follow-ups/new", {"kind": "call"}, ("follow_up:planned",), day="due_on"),
    Write("/cases/{case_id}/follow-ups/{follow_up_id}/complete", COMPLETION, ("follow_up:completed",), day="done_on"),
    Write("/cases/{case_id}/hold", {"version": "1", "reason": "Espera al consulado"}, ("case:held",)),
    Write("/referrals/{referral_id}/complete", {"version": "1"}, ("referral:completed",)),
    Write("/referrals/{referral_id}/mails", {"version": "1"}, ("referral:mail_requested",)),
)


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.address)
def test_a_write_leaves_just_its_rows(
    session: Session, supervisor: GuardedClient, records: Records, office: Office, write: Write
) -> None:
    before = set(session.scalars(sa.select(AuditEvent.id)))
    dated = today_as(write.day, office) if write.day else {}
    assert supervisor.submit(write.address.format(**records), **write.form, **dated).status_code in {302, 303}
    rows = session.scalars(sa.select(AuditEvent.action).where(AuditEvent.id.not_in(before)))
    assert sorted(rows) == sorted(write.actions)


def test_a_partners_page_is_written_down_once(app: Flask, session: Session, records: Records) -> None:
    from app.referrals.models import Referral

    link = link_to(session.get_one(Referral, records["referral_id"]))
    session.commit()
    before = set(session.scalars(sa.select(AuditEvent.id)))
    answer = app.test_client().get(address_of(link))
    assert answer.status_code == 200
    rows = session.scalars(sa.select(AuditEvent.action).where(AuditEvent.id.not_in(before))).all()
    assert sorted(rows) == ["referral:opened"]


def test_a_page_that_writes_nothing_down_is_noticed(
    records: Records, ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with the recording of case files taken away, the walk fails."""
    monkeypatch.setattr("app.cases.services.file.record_on_case", lambda *_arguments, **_named: None)
    assert not ask("GET", f"/cases/{records['case_id']}/notes").is_written_down


def test_the_roles_of_the_walk_open_every_door_of_its_rooms(app: Flask) -> None:
    closed = [
        rule.endpoint
        for method in ("GET", "POST")
        for rule in rules(app, method)
        if (permission := permission_of(app, rule)) and permission not in PERMISSIONS_OF[Role.SUPERVISOR]
    ]
    assert closed == []
