from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Office, User
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.audit.services import record
from app.foundation.actor import Actor, system_actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.ids import new_id
from tests.accounts.conftest import text_of
from tests.conftest import SignIn, actor_of
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.cases import case_at
from tests.factories.people import PersonFactory
from tests.factories.referrals import sent_referral_of
from tests.guarded_client import GuardedClient
from tests.people.merging.states import merged


@pytest.fixture
def reader(sign_in: SignIn) -> GuardedClient:
    """The data-protection focal point of the office."""
    return sign_in(Role.DATA_PROTECTION)


@pytest.fixture
def whole_reader(app: Flask, session: Session) -> GuardedClient:
    user: User = UserFactory(office=None)
    GrantFactory(user=user, role=Role.DATA_PROTECTION)
    client = app.test_client()
    assert isinstance(client, GuardedClient)
    client.sign_in(user)
    return client


def write(actor: Actor, action: str, office: Office | None, **fields: object) -> AuditEvent:
    event = record(actor, action, office_id=office.id if office else None, **fields)  # type: ignore[arg-type]
    db.session.commit()
    return event


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.REPORTING_OFFICER, Role.ADMINISTRATOR])
def test_only_the_data_protection_focal_point_reads_the_trail(sign_in: SignIn, role: Role) -> None:
    assert sign_in(role).get("/audit").status_code == 403


def test_the_trail_tells_who_did_what_to_which_record(reader: GuardedClient, caseworker: Actor, office: Office) -> None:
    case_id = new_id()
    write(caseworker, "case:assigned", office, subject_type="case", subject_id=case_id, fields=["caseworker"])
    words = text_of(reader.get("/audit"))
    assert f"{caseworker.name}" in words
    assert "dio un caso a una o un colega" in words
    assert f"Caso {case_id}" in words
    assert "gestora o gestor del caso" in words


def test_reading_the_trail_is_written_down_with_its_count(
    reader: GuardedClient, session: Session, caseworker: Actor, office: Office
) -> None:
    write(caseworker, "case:opened", office)
    before = session.scalar(sa.select(sa.func.count()).where(AuditEvent.office_id == office.id))
    reader.get("/audit")
    row = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "audit:read")).one()
    assert (row.actor_id, row.count) == (reader.user.id, before)


def test_what_was_done_to_a_restricted_record_is_in_nobodys_list(
    session: Session, whole_reader: GuardedClient, reader: GuardedClient, caseworker: Actor
) -> None:
    """Its rows stand under the record's own id in place of an office."""
    restricted = new_id()
    record(caseworker, "case:opened", subject_type="case", subject_id=restricted, office_id=restricted)
    session.commit()
    for client in (reader, whole_reader):
        assert str(restricted) not in client.get("/audit").text
        assert f"Caso {restricted}" not in text_of(client.get(f"/audit?subject={restricted}"))


@pytest.mark.parametrize("is_restricted", [True, False])
def test_a_file_merged_into_one_that_is_restricted_now_is_named_no_more_than_that_one(
    session: Session, reader: GuardedClient, caseworker: Actor, office: Office, *, is_restricted: bool
) -> None:
    kept, gone = PersonFactory(office=office), PersonFactory(office=office, code="CUC-P-000777")
    for person in (kept, gone):
        write(caseworker, "person:opened", office, subject_type="person", subject_id=person.id)
    merged(caseworker, kept, gone)
    if is_restricted:
        kept.is_restricted = True
    session.commit()
    asked = reader.get(f"/audit?subject={gone.code}")
    assert (asked.status_code, str(gone.id) in asked.text) == ((422, False) if is_restricted else (200, True))
    assert (str(gone.id) in reader.get("/audit").text) is not is_restricted


def test_the_trail_of_other_offices_stays_closed(
    reader: GuardedClient, whole_reader: GuardedClient, caseworker: Actor, other_office: Office
) -> None:
    abroad, nowhere = new_id(), new_id()
    write(actor_of(Role.CASEWORKER, other_office), "case:opened", other_office, subject_type="case", subject_id=abroad)
    write(system_actor("accounts.sign_in"), "user:sign_in_failed", None, subject_type="user", subject_id=nowhere)
    for path in ("/audit", f"/audit?subject={abroad}"):
        words = text_of(reader.get(path)).replace(f'value="{abroad}"', "")
        assert f"Caso {abroad}" not in words
        assert str(nowhere) not in words
    everything = text_of(whole_reader.get("/audit"))
    assert str(abroad) in everything
    assert str(nowhere) in everything
    assert "Alguien sin sesión abierta" in everything


def test_the_trail_is_narrowed_by_day_actor_action_and_record(
    reader: GuardedClient, session: Session, caseworker: Actor, office: Office
) -> None:
    colleague = actor_of(Role.CASEWORKER, office)
    kept, other = new_id(), new_id()
    write(caseworker, "case:opened", office, subject_type="case", subject_id=kept)
    write(colleague, "case:closed", office, subject_type="case", subject_id=other)
    today = today_in(office.time_zone)
    for query in (
        f"actor={caseworker.id}",
        "action=case:opened",
        f"subject={kept}",
        f"action=case:opened&actor={caseworker.id}&day-day={today.day}&day-month={today.month}&day-year={today.year}",
    ):
        page = reader.get(f"/audit?{query}")
        words = text_of(page)
        assert page.status_code == 200
        assert (f"Caso {kept}" in words, f"Caso {other}" in words) == (True, False), query
    assert f"Caso {kept}" not in text_of(reader.get("/audit?day-day=1&day-month=1&day-year=2020"))


@pytest.mark.parametrize("kind", ["person", "case", "referral"])
def test_a_record_is_found_by_its_code_as_anybody_types_it(
    reader: GuardedClient, caseworker: Actor, office: Office, kind: str
) -> None:
    case = case_at(office)
    record_asked = {"person": case.person, "case": case, "referral": sent_referral_of(case)}[kind]
    other = new_id()
    write(caseworker, f"{kind}:opened", office, subject_type=kind, subject_id=record_asked.id)
    write(caseworker, f"{kind}:opened", office, subject_type=kind, subject_id=other)
    page = reader.get("/audit", query_string={"subject": f" {record_asked.code.lower()} "})
    assert page.status_code == 200
    assert (str(record_asked.id) in text_of(page), str(other) in text_of(page)) == (True, False)


def test_a_code_that_no_record_has_is_refused_at_the_field(reader: GuardedClient) -> None:
    page = reader.get("/audit?subject=CUC-P-999999")
    assert page.status_code == 422
    assert "Ningún registro tiene este código o número." in text_of(page)


def test_the_code_of_a_record_elsewhere_opens_nothing_of_its_trail(reader: GuardedClient, other_office: Office) -> None:
    case = case_at(other_office)
    write(actor_of(Role.CASEWORKER, other_office), "case:opened", other_office, subject_type="case", subject_id=case.id)
    page, unknown = reader.get(f"/audit?subject={case.code}"), reader.get("/audit?subject=XXX-2026-99999")
    assert page.status_code == unknown.status_code == 422
    assert str(case.id) not in text_of(page)


def test_an_unbounded_list_goes_a_month_back(reader: GuardedClient, session: Session, caseworker: Actor, office: Office) -> None:
    old = new_id()
    row = {"actor_kind": "staff", "actor_id": caseworker.id, "action": "case:opened", "subject_type": "case", "subject_id": old}
    session.execute(
        sa.insert(AuditEvent).values(**row, office_id=office.id, fields=[], occurred_at=now() - timedelta(days=40), id=new_id())
    )
    session.commit()
    assert f"Caso {old}" not in text_of(reader.get("/audit"))
    assert f"Caso {old}" in text_of(reader.get(f"/audit?actor={caseworker.id}"))


@pytest.mark.parametrize(
    "query", ["subject=x", "subject=x%00", "subject=CUC-P-999999", "day-day=31&day-month=2&day-year=2026", "day-day=x"]
)
def test_a_filter_that_cannot_be_read_says_so(reader: GuardedClient, query: str) -> None:
    response = reader.get(f"/audit?{query}")
    assert (response.status_code, "Hay algo que corregir" in text_of(response)) == (422, True)


@pytest.mark.parametrize(
    "query", ["page=-3", "page=99999999999", "page=x", "actor=x", "action=x%00y", "_external=1&_scheme=javascript"]
)
def test_a_crooked_address_is_no_fault(reader: GuardedClient, query: str) -> None:
    assert reader.get(f"/audit?{query}").status_code == 200


def test_the_list_is_paged(reader: GuardedClient, caseworker: Actor, office: Office) -> None:
    for _ in range(30):
        record(caseworker, "case:opened", office_id=office.id)
    db.session.commit()
    first = reader.get("/audit?action=case:opened")
    assert "action=case:opened&amp;page=2" in first.text
    assert "leyó la ficha" in text_of(reader.get("/audit?action=case:opened&page=2"))


def test_the_last_day_of_the_calendar_is_a_day_like_others(reader: GuardedClient) -> None:
    assert reader.get("/audit?day-day=31&day-month=12&day-year=9999").status_code == 200
