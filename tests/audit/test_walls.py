"""What the database itself shows of the trail: to focal points their offices, of a file its log to whom the file is visible."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.services import record
from app.cases.models import Case
from app.cases.services import open_file
from app.foundation.actor import Actor
from app.foundation.ids import new_id
from tests.accounts.conftest import text_of
from tests.conftest import SignIn, actor_of
from tests.factories.accounts import AlertFactory, GrantFactory
from tests.factories.cases import case_at

Ask = Callable[[Actor | None, str], list[UUID]]


@pytest.fixture
def ask(session: Session) -> Ask:
    """The ids that a statement gives the web's role while it works for somebody, or at the door for nobody."""

    def ask_as(actor: Actor | None, statement: str) -> list[UUID]:
        with session.begin_nested() as savepoint:
            kind, actor_id = ("staff", actor.id) if actor else ("door", None)
            session.execute(sa.text("SELECT quipu_enter(:kind, :id)"), {"kind": kind, "id": actor_id})
            session.execute(sa.text("SET LOCAL ROLE app_rw"))
            found = list(session.scalars(sa.text(statement)))
            savepoint.rollback()
        return found

    return ask_as


@pytest.fixture
def case(office: Office) -> Case:
    return case_at(office)


def test_a_focal_point_reads_the_rows_and_alerts_of_their_offices(
    session: Session, ask: Ask, caseworker: Actor, office: Office, other_office: Office
) -> None:
    here = record(caseworker, "case:listed", office_id=office.id)
    there = record(caseworker, "case:listed", office_id=other_office.id)
    alert = AlertFactory(actor_id=new_id(), office_id=office.id)
    session.flush()
    reader, stranger = actor_of(Role.DATA_PROTECTION, office), actor_of(Role.DATA_PROTECTION, other_office)
    assert here.id in ask(reader, "SELECT id FROM audit_event")
    assert there.id not in ask(reader, "SELECT id FROM audit_event")
    assert ask(reader, "SELECT id FROM audit_alert") == [alert.id]
    assert ask(stranger, "SELECT id FROM audit_alert") == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_PROTECTION])
def test_nobody_else_reads_any(session: Session, ask: Ask, caseworker: Actor, office: Office, role: Role) -> None:
    record(caseworker, "case:listed", office_id=office.id)
    record(caseworker, "case:listed")
    AlertFactory(actor_id=new_id(), office_id=office.id)
    session.flush()
    for table in ("audit_event", "audit_alert"):
        assert ask(actor_of(role, office), f"SELECT id FROM {table}") == []  # noqa: S608 - fixed names
        assert ask(None, f"SELECT id FROM {table}") == []  # noqa: S608 - names of our own tables and columns


def test_the_log_of_a_file_is_read_where_the_file_is_visible_and_nowhere_else(
    session: Session, ask: Ask, case: Case, office: Office, other_office: Office
) -> None:
    open_file(actor_of(Role.CASEWORKER, office), case.id)
    session.flush()
    log = f"SELECT id FROM access_log('case', '{case.id}')"  # noqa: S608 - our own id
    assert len(ask(actor_of(Role.SUPERVISOR, office), log)) == 1
    for stranger in (None, actor_of(Role.SUPERVISOR, other_office), actor_of(Role.DATA_PROTECTION, office)):
        assert ask(stranger, log) == []


def test_a_restricted_case_is_in_no_list_and_its_own_log_is_for_those_who_need_to_know(
    session: Session, ask: Ask, sign_in: SignIn, case: Case, office: Office
) -> None:
    worker = sign_in(Role.CASEWORKER)
    case.is_restricted = True
    session.flush()
    session.execute(
        sa.text(
            """INSERT INTO need_to_know (record_kind, record_id, office_id, user_id, given_at)
            VALUES ('case', :case, :office, :user, now())"""
        ),
        {"case": case.id, "office": office.id, "user": worker.user.id},
    )
    session.commit()
    assert worker.get(f"/cases/{case.id}").status_code == 200
    focal_point = sign_in(Role.DATA_PROTECTION)
    for address in ("/audit", f"/audit?subject={case.id}"):
        assert f"Caso {case.id}" not in text_of(focal_point.get(address))
    assert sign_in(Role.SUPERVISOR).get(f"/cases/{case.id}/access-log").status_code == 404
    log = f"SELECT id FROM access_log('case', '{case.id}')"  # noqa: S608 - our own id
    assert len(ask(worker.actor, log)) == 2, "the opening, and the supervisor's refused try"
    assert ask(actor_of(Role.SUPERVISOR, office), log) == []


def test_who_supervises_elsewhere_does_not_read_the_log_where_they_only_work(
    session: Session, sign_in: SignIn, case: Case, other_office: Office
) -> None:
    both = sign_in(Role.CASEWORKER)
    GrantFactory(user=both.user, role=Role.SUPERVISOR, office=other_office)
    session.commit()
    assert both.get(f"/cases/{case.id}").status_code == 200
    assert both.get(f"/cases/{case.id}/access-log").status_code == 403
    assert both.get(f"/people/{case.person_id}/access-log").status_code == 403
