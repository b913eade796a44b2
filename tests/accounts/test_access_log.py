"""Who opened a file: for those who supervise it, without a name of the person and without opening the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.people.models import Person
from tests.accounts.conftest import text_of
from tests.conftest import SignIn
from tests.factories.cases import case_at
from tests.guarded_client import GuardedClient

Address = Callable[[Case], str]
FILES: dict[str, Address] = {
    "person": lambda case: f"/people/{case.person_id}",
    "case": lambda case: f"/cases/{case.id}",
}


@pytest.fixture
def case(office: Office) -> Case:
    return case_at(office)


@pytest.fixture
def supervisor(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.SUPERVISOR)


@pytest.mark.parametrize("kind", FILES)
def test_every_opening_stands_there_with_name_and_words(
    sign_in: SignIn, supervisor: GuardedClient, case: Case, kind: str
) -> None:
    colleague = sign_in(Role.CASEWORKER, name="Ana Peñaranda")
    colleague.get(FILES[kind](case))
    words = text_of(supervisor.get(f"{FILES[kind](case)}/access-log"))
    assert "Quién abrió esta ficha" in words
    assert "Ana Peñaranda" in words
    assert {"person": "leyó la ficha de una persona", "case": "leyó la ficha de un caso"}[kind] in words


@pytest.mark.parametrize("kind", FILES)
def test_reading_it_opens_no_file_and_is_written_down(session: Session, supervisor: GuardedClient, case: Case, kind: str) -> None:
    page = supervisor.get(f"{FILES[kind](case)}/access-log")
    assert "Briceño" not in page.text
    rows = session.execute(sa.select(AuditEvent.action, AuditEvent.subject_type, AuditEvent.actor_id)).all()
    assert [tuple(row) for row in rows if row.actor_id == supervisor.user.id] == [("access_log:read", kind, supervisor.user.id)]


@pytest.mark.parametrize("kind", FILES)
def test_the_way_to_it_is_offered_to_those_who_may(sign_in: SignIn, supervisor: GuardedClient, case: Case, kind: str) -> None:
    address = FILES[kind](case)
    assert f"{address}/access-log" in supervisor.get(address).text
    assert f"{address}/access-log" not in sign_in(Role.CASEWORKER).get(address).text


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REPORTING_OFFICER, Role.ADMINISTRATOR])
def test_other_roles_are_refused(sign_in: SignIn, case: Case, kind: str, role: Role) -> None:
    assert sign_in(role).get(f"{FILES[kind](case)}/access-log").status_code == 403


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_another_office_is_not_found(sign_in: SignIn, case: Case, other_office: Office, kind: str) -> None:
    assert sign_in(Role.SUPERVISOR, at=other_office).get(f"{FILES[kind](case)}/access-log").status_code == 404


def test_what_others_tried_stands_there_too(sign_in: SignIn, supervisor: GuardedClient, case: Case, other_office: Office) -> None:
    stranger = sign_in(Role.CASEWORKER, at=other_office, name="Desde Quito")
    assert stranger.get(f"/people/{case.person_id}").status_code == 404
    words = text_of(supervisor.get(f"/people/{case.person_id}/access-log"))
    assert "Desde Quito" in words
    assert "se le negó" in words


def test_a_long_log_has_pages(sign_in: SignIn, supervisor: GuardedClient, case: Case) -> None:
    colleague = sign_in(Role.CASEWORKER)
    for _ in range(26):
        colleague.get(f"/people/{case.person_id}")
    first = supervisor.get(f"/people/{case.person_id}/access-log")
    assert f"/people/{case.person_id}/access-log?page=2" in first.text
    assert supervisor.get(f"/people/{case.person_id}/access-log?page=2").status_code == 200


def test_the_focal_point_finds_the_same_by_code_and_opens_nothing(sign_in: SignIn, session: Session, case: Case) -> None:
    code = session.get_one(Person, case.person_id).code
    sign_in(Role.CASEWORKER, name="Ana Peñaranda").get(f"/people/{case.person_id}")
    focal_point = sign_in(Role.DATA_PROTECTION)
    assert "Ana Peñaranda" in text_of(focal_point.get(f"/audit?subject={code}"))
    assert focal_point.get(f"/people/{case.person_id}/access-log").status_code == 403
