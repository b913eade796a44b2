from __future__ import annotations

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.ids import new_id
from config import OWNER_ROLE
from tests.audit.trail import Trail
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


def test_the_audit_role_reads_the_trail_adds_seals_and_does_nothing_else(owner_engine: sa.Engine) -> None:
    with owner_engine.connect() as connection:
        rights = connection.execute(
            sa.text("SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'app_audit'")
        ).all()
    assert {tuple(right) for right in rights} == {("audit_event", "SELECT"), ("audit_seal", "INSERT"), ("audit_seal", "SELECT")}


CHANGES = {
    "audit_event": ("UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"),
    "audit_seal": ("UPDATE audit_seal SET number = 7", "DELETE FROM audit_seal", "TRUNCATE audit_seal"),
}
SEAL = """INSERT INTO audit_seal (format, number, cluster, era, from_transaction, to_transaction, next_transaction,
    row_count, root, previous, sealed_at, key_id, signature) VALUES (1, 9, '', 1, 0, 1, 1, 0, '', '', now(), '', '')"""


@pytest.mark.parametrize("statement", [*CHANGES["audit_event"], *CHANGES["audit_seal"]])
@pytest.mark.parametrize("role", ["app_rw", "app_job", "app_audit", OWNER_ROLE])
def test_no_role_changes_or_empties_the_trail_or_its_seals(trail: Trail, role: str, statement: str) -> None:
    trail.seal()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        trail.connect(role).execute(statement.encode())


@pytest.mark.parametrize("role", ["app_rw", "app_job"])
def test_neither_pages_nor_jobs_read_or_add_seals(trail: Trail, role: str) -> None:
    for statement in (SEAL, "SELECT * FROM audit_seal"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            trail.connect(role).execute(statement.encode())
    trail.connect("app_audit").execute(SEAL.encode())  # the statement itself is one that the database takes


@pytest.mark.parametrize("role", ["app_rw", "app_job"])
@pytest.mark.parametrize("column", ["transaction_id", "era"])
def test_nobody_chooses_the_transaction_or_the_era_of_a_row(trail: Trail, role: str, column: str) -> None:
    statement = "INSERT INTO audit_event (occurred_at, actor_kind, action, fields, {}) VALUES (now(), 'system', 'a:b', '{}', 1)"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        trail.connect(role).execute(statement.replace("{}", column, 1).encode())


def test_the_audit_role_writes_no_events(trail: Trail) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        trail.write(1, over=trail.connect("app_audit"))
