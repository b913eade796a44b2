"""What the database itself admits of an emergency access: reading the one file, for its hour, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import BreakGlass, Office
from app.cases.models import Case
from app.foundation.clock import now
from app.foundation.database import db
from app.people.models import Person
from tests.factories.attachments import attachment_of
from tests.factories.cases import case_at, follow_up_of
from tests.factories.emergency import use_of_file
from tests.guarded_client import GuardedClient

READ = (
    "person",
    "case",
    "case_note",
    "follow_up",
    "case_status_change",
    "consent",
    "identity_document",
    "household_member",
    "attachment",
)


@contextmanager
def as_staff(session: Session, user_id: UUID) -> Iterator[None]:
    """Work as the web process does for this user; what was written is taken back."""
    with session.begin_nested() as savepoint:
        session.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": user_id})
        session.execute(sa.text("SET LOCAL ROLE app_rw"))
        yield
        savepoint.rollback()


def seen(session: Session, user_id: UUID) -> dict[str, int]:
    with as_staff(session, user_id):
        count = 'SELECT count(*) FROM "{}"'
        return {table: session.scalar(sa.text(count.format(table))) or 0 for table in READ}


@pytest.fixture(autouse=True)
def _others(office: Office, case: Case) -> None:
    """Another file of the same office, which nobody broke the glass of."""
    other = case_at(office)
    follow_up_of(other, days=1)
    for owner in (case, other, *(db.session.get_one(Person, one.person_id) for one in (case, other))):
        attachment_of(owner)
    follow_up_of(case, days=1)


def test_just_that_file_is_seen(session: Session, reader: GuardedClient, use: BreakGlass) -> None:
    found = seen(session, reader.user.id)
    assert (found["person"], found["case"], found["case_note"], found["follow_up"]) == (1, 1, 1, 1)
    assert found["attachment"] == 2, "one of the person, one of the case"
    assert use.user_id == reader.user.id


def test_without_it_nothing_is_seen(session: Session, reader: GuardedClient) -> None:
    assert set(seen(session, reader.user.id).values()) == {0}


@pytest.mark.parametrize("how", ["over", "closed", "disabled", "role ended", "restricted"])
def test_it_ends_by_itself(session: Session, reader: GuardedClient, case: Case, use: BreakGlass, how: str) -> None:
    if how == "over":
        use.opened_at, use.expires_at = now() - timedelta(minutes=60), now() - timedelta(minutes=1)
    if how == "closed":
        use.closed_at, use.closed_by = now(), reader.user.id
    if how == "disabled":
        reader.user.active = False
    if how == "role ended":
        session.execute(sa.text("UPDATE user_grant SET ended_at = now() WHERE user_id = :id"), {"id": reader.user.id})
    if how == "restricted":
        case.is_restricted = True
        session.flush()
        session.get_one(Person, case.person_id).is_restricted = True
    session.flush()
    assert set(seen(session, reader.user.id).values()) == {0}


@pytest.mark.usefixtures("use")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET locality_sealed = NULL WHERE id = :person",
        "UPDATE person SET office_id = :office WHERE id = :person",
        'UPDATE "case" SET status = status WHERE id = :case',
        'DELETE FROM "case" WHERE id = :case',
        "DELETE FROM case_note WHERE case_id = :case",
        "UPDATE attachment SET removed_at = now(), removal_reason = 'replaced' WHERE case_id = :case",
        "DELETE FROM attachment WHERE person_id = :person",
        "UPDATE follow_up SET due_on = due_on WHERE case_id = :case",
    ],
)
def test_it_changes_nothing(session: Session, reader: GuardedClient, case: Case, other_office: Office, statement: str) -> None:
    values = {"person": case.person_id, "case": case.id, "office": other_office.id}
    wanted = {name: value for name, value in values.items() if f":{name}" in statement}
    with as_staff(session, reader.user.id):
        assert session.execute(sa.text(statement), wanted).rowcount == 0  # type: ignore[attr-defined]


@pytest.mark.usefixtures("use")
def test_it_adds_nothing(session: Session, reader: GuardedClient, case: Case) -> None:
    note = sa.text("INSERT INTO case_note (case_id, text_sealed, occurred_on, recorded_at) VALUES (:case, '', now(), now())")
    with pytest.raises(sa.exc.ProgrammingError, match="row-level security"), as_staff(session, reader.user.id):
        session.execute(note, {"case": case.id})


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("expires_at = now() + interval '50 minutes'", "permission denied"),
        ("reason_sealed = NULL", "permission denied"),
        ("user_id = user_id", "permission denied"),
    ],
)
@pytest.mark.usefixtures("use")
def test_nobody_extends_or_rewrites_an_access(session: Session, reader: GuardedClient, change: str, refusal: str) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match=refusal), as_staff(session, reader.user.id):
        session.execute(sa.text(f"UPDATE break_glass SET {change}"))  # noqa: S608 - fixed words


def test_no_access_takes_longer_than_an_hour(session: Session, use: BreakGlass) -> None:
    longer: Any = sa.update(BreakGlass).where(BreakGlass.id == use.id).values(expires_at=use.opened_at + timedelta(minutes=61))
    with pytest.raises(sa.exc.IntegrityError, match="lasts_an_hour_at_most"), session.begin_nested():
        session.execute(longer)


def test_a_restricted_file_cannot_be_written_into_an_access(session: Session, reader: GuardedClient, case: Case) -> None:
    case.is_restricted = True
    session.flush()
    session.get_one(Person, case.person_id).is_restricted = True
    session.flush()
    person = session.get_one(Person, case.person_id)
    with pytest.raises(sa.exc.IntegrityError, match="fk_break_glass_person_id_scope_id"):
        use_of_file(person, user_id=reader.user.id)
