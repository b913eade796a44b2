from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.ids import new_id
from tests.guarded_client import WEB_ROLE


def test_the_row_names_who_did_what_to_which_record(session: Session, caseworker: Actor) -> None:
    person_id = new_id()
    record(caseworker, "person:opened", subject_type="person", subject_id=person_id, fields=["phone", "given_names"])
    session.flush()
    row = session.scalars(sa.select(AuditEvent).where(AuditEvent.subject_id == person_id)).one()
    assert (row.actor_id, row.action, row.fields) == (caseworker.id, "person:opened", ["given_names", "phone"])


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"])
def test_the_web_role_cannot_change_the_trail(session: Session, caseworker: Actor, statement: str) -> None:
    record(caseworker, "person:opened")
    session.flush()
    session.execute(WEB_ROLE)
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), session.begin_nested():
        session.execute(sa.text(statement))


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"])
def test_even_the_owner_of_the_tables_is_stopped_by_the_trigger(owner_engine: sa.Engine, statement: str) -> None:
    with owner_engine.connect() as connection, pytest.raises(sa.exc.ProgrammingError, match="never changed"):
        connection.execute(sa.text(statement))


def test_the_audit_role_reads_the_trail_and_nothing_else(owner_engine: sa.Engine) -> None:
    with owner_engine.connect() as connection:
        rights = connection.execute(
            sa.text("SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'app_audit'")
        ).all()
    assert [tuple(right) for right in rights] == [("audit_event", "SELECT")]
