"""The second wall: row-level security on every table that tells something of a person, and what it shows to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office, Team, User
from app.accounts.permissions import Permission, Role, opens_files
from app.foundation.clock import now
from app.foundation.columns import Privacy
from app.foundation.database import db
from app.foundation.ids import new_id
from app.tables import METADATA
from config import Settings
from tests.conftest import actor_of
from tests.factories.accounts import GrantFactory, OfficeFactory, UserFactory
from tests.factories.cases import CaseFactory, FollowUpFactory, NoteFactory
from tests.factories.people import PersonFactory

DAYS = ("valid_from", "valid_until")
POLICIES = {"owner", "job", "read", "add", "change", "remove"}
ABOUT_SOMEBODY = {Privacy.IDENTITY, Privacy.NARRATIVE, Privacy.RESTRICTED}
BEHIND_THE_SEARCH = {"name_word", "name_frequency"}
"""Words of names without persons: no login role may read or write them at all."""


def tables_about_somebody() -> Mapping[str, set[str]]:
    """Each table with a column of class P2 or higher, with the names of those columns."""
    found: dict[str, set[str]] = {}
    for table in METADATA.sorted_tables:
        columns = {column.name for column in table.columns if column.info.get("privacy") in ABOUT_SOMEBODY}
        if columns:
            found[table.name] = columns
    return found


def unprotected(session: Session, tables: Mapping[str, set[str]]) -> set[str]:
    """Those of the tables that lack forced row-level security or one of its policies."""
    rows = session.execute(
        sa.text(
            """SELECT relname, array_agg(polname::text) FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid
            WHERE relrowsecurity AND relforcerowsecurity GROUP BY relname"""
        )
    )
    policies = {name: set(names) for name, names in rows}
    return {name for name in tables if not policies.get(name, set()) >= POLICIES}


@pytest.fixture
def web_connection(app: object, servers: object, session: Session) -> Iterator[sa.Connection]:
    """A connection as the web process has it, outside of the test's transaction, without any context."""
    settings: Settings = app.extensions["settings"]  # type: ignore[attr-defined]
    engine = sa.create_engine(settings.database_url("app_rw"), poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_every_table_about_somebody_is_behind_the_wall(session: Session) -> None:
    assert unprotected(session, tables_about_somebody()) - BEHIND_THE_SEARCH == set()


def test_a_new_table_without_policies_is_noticed(session: Session) -> None:
    session.execute(sa.text("CREATE TABLE diary (id uuid PRIMARY KEY, words text)"))
    assert unprotected(session, {"diary": {"words"}}) == {"diary"}


@pytest.mark.parametrize("role", ["app_rw", "app_job"])
@pytest.mark.parametrize("table", sorted(BEHIND_THE_SEARCH))
def test_words_of_names_are_read_by_the_search_alone(session: Session, role: str, table: str) -> None:
    for right in ("SELECT", "INSERT", "UPDATE", "DELETE"):
        asked = sa.text("SELECT has_table_privilege(:role, :table, :right)")
        assert session.scalar(asked, {"role": role, "table": table, "right": right}) is False


def counts_as(session: Session, role: str, kind: str | None, actor_id: UUID | None = None) -> dict[str, int]:
    """How many rows of each table about somebody a login role sees under a context; the transaction goes on as before."""
    with session.begin_nested() as savepoint:
        session.execute(sa.text("SELECT quipu_enter(:kind, :id)"), {"kind": kind or "", "id": actor_id})
        session.execute(sa.text(f"SET LOCAL ROLE {role}"))
        counts = {
            name: session.scalar(sa.text(f'SELECT count(*) FROM "{name}"')) or 0  # noqa: S608 - names of our tables
            for name in tables_about_somebody()
            if name not in BEHIND_THE_SEARCH
        }
        savepoint.rollback()
    return counts


@pytest.fixture
def files(session: Session, office: Office, other_office: Office) -> None:
    session.execute(sa.text("GRANT app_job TO CURRENT_USER WITH INHERIT FALSE, SET TRUE"))
    for place in (office, other_office):
        case = CaseFactory(person=PersonFactory(office=place))
        NoteFactory(case_id=case.id, occurred_on=case.opened_on)
        FollowUpFactory(case=case, due_on=case.opened_on)
    session.flush()


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("role", "kind"), [("app_rw", None), ("app_job", None), ("app_rw", "system"), ("app_rw", "owner")])
def test_without_a_context_of_its_own_a_role_sees_no_file(session: Session, role: str, kind: str | None) -> None:
    seen = counts_as(session, role, kind)
    staff = {"user", "focal_point"} if kind else set()
    assert {name for name, count in seen.items() if count} <= staff


@pytest.mark.usefixtures("files")
def test_jobs_of_the_system_see_all_files(session: Session) -> None:
    seen = counts_as(session, "app_job", "system")
    assert (seen["person"], seen["case"], seen["case_note"], seen["follow_up"]) == (2, 2, 2, 2)


@pytest.mark.usefixtures("files")
def test_a_caseworker_sees_the_files_of_the_own_office(session: Session, office: Office) -> None:
    seen = counts_as(session, "app_rw", "staff", actor_of(Role.CASEWORKER, office).id)
    assert (seen["person"], seen["case"], seen["case_note"], seen["follow_up"]) == (1, 1, 1, 1)
    assert seen["data_key"] == 2


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("role", [role for role in Role if not opens_files(role)])
def test_who_opens_no_files_sees_none(session: Session, office: Office, role: Role) -> None:
    seen = counts_as(session, "app_rw", "staff", actor_of(role, office).id)
    assert {name for name, count in seen.items() if count} <= {"user", "focal_point"}


@pytest.mark.usefixtures("files")
def test_a_disabled_user_sees_nothing(session: Session, office: Office) -> None:
    actor = actor_of(Role.CASEWORKER, office)
    session.get_one(User, actor.id).active = False
    session.flush()
    assert counts_as(session, "app_rw", "staff", actor.id)["person"] == 0


def test_nothing_is_visible_on_a_connection_that_named_nobody(web_connection: sa.Connection) -> None:
    for name in tables_about_somebody():
        if name not in BEHIND_THE_SEARCH:
            assert web_connection.scalar(sa.text(f'SELECT count(*) FROM "{name}"')) == 0  # noqa: S608 - our tables


def test_a_context_ends_with_its_transaction(web_connection: sa.Connection) -> None:
    web_connection.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": new_id()})
    web_connection.commit()
    assert web_connection.scalar(sa.text("SELECT quipu_kind()")) == ""


@pytest.mark.usefixtures("files")
def test_nobody_writes_into_a_scope_that_they_do_not_see(session: Session, office: Office, other_office: Office) -> None:
    actor = actor_of(Role.CASEWORKER, office)
    session.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": actor.id})
    session.execute(sa.text("SET LOCAL ROLE app_rw"))
    moved = sa.text("UPDATE person SET office_id = :there WHERE office_id = :here")
    with pytest.raises(sa.exc.ProgrammingError, match="row-level security"):
        session.execute(moved, {"there": other_office.id, "here": office.id})


def scopes_in_database(session: Session, user_id: UUID) -> tuple[frozenset[UUID], frozenset[UUID]]:
    session.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": user_id})
    lists = [session.scalar(sa.text(f"SELECT quipu_ids('quipu.{name}')")) or [] for name in ("person_scopes", "case_scopes")]
    return frozenset(lists[0]), frozenset(lists[1])


@pytest.fixture
def places(session: Session) -> tuple[list[Office], list[Team]]:
    offices = [OfficeFactory(country=country) for country in ("CO", "CO", "EC")]
    teams = [Team(office_id=office.id, name=name) for office in offices for name in ("Casa", "Ruta")]
    session.add_all(teams)
    session.flush()
    return offices, teams


SCOPES = ("office", "country", "operation", "none")
SCOPES_OF_CASEWORK = ("team", "two", "cover", "cover to come", "cover past", "cover ended")
"""Only caseworkers and supervisors work in teams, and only they cover."""


@pytest.mark.parametrize(
    ("role", "scope"),
    [(role, scope) for role in Role for scope in (SCOPES + SCOPES_OF_CASEWORK if opens_files(role) else SCOPES)],
)
def test_both_walls_work_out_the_same_scopes(
    session: Session, places: tuple[list[Office], list[Team]], role: Role, scope: str
) -> None:
    from app.accounts.doors import actor_for

    offices, teams = places
    user, absent = UserFactory(office=offices[0]), UserFactory(office=offices[2])
    today = now().date()
    cover = {"covers_user_id": absent.id, "valid_from": today, "valid_until": today + timedelta(days=20)}
    given = {
        "office": [{"office": offices[0]}],
        "team": [{"office": None, "team_id": teams[0].id}],
        "country": [{"office": None, "country": "CO"}],
        "operation": [{"office": None}],
        "two": [{"office": offices[0]}, {"office": None, "team_id": teams[3].id}],
        "none": [],
        "cover": [{"office": offices[0]}, {"office": None, "team_id": teams[4].id, **cover}],
        "cover to come": [{"office": offices[0]}, {"office": offices[2], **cover, "valid_from": today + timedelta(days=1)}],
        "cover past": [{"office": offices[0]}, {"office": offices[2], **cover, **dict.fromkeys(DAYS, today - timedelta(days=1))}],
        "cover ended": [{"office": offices[0]}, {"office": offices[2], **cover, "ended_at": now()}],
    }[scope]
    for fields in given:
        GrantFactory(user=user, **{"role": Role.CASEWORKER if "covers_user_id" in fields else role, **fields})
    db.session.flush()
    actor = actor_for(user)
    people, cases = scopes_in_database(session, user.id)
    assert people == actor.scopes_for(Permission.VIEW_PERSON)
    assert cases == actor.scopes_for(Permission.VIEW_CASE)
    assert bool(cases) is (opens_files(role) and scope != "none")
    if scope.startswith("cover"):
        assert (offices[2].id in people, teams[4].id in cases, offices[2].id in cases) == (
            scope == "cover",
            scope == "cover",
            False,
        )


CALLERS = ("app_rw", "app_job")
LOGIN_ROLES = (*CALLERS, "app_audit")
OF_THE_GATE = "SELECT oid::regprocedure::text FROM pg_proc WHERE prosecdef AND {condition}"


def functions_beyond(session: Session, condition: str) -> set[str]:
    return set(session.scalars(sa.text(OF_THE_GATE.format(condition=condition))))


def test_what_looks_beyond_the_walls_looks_at_the_tables_of_the_house_alone(session: Session) -> None:
    """PostgreSQL takes a temporary table of the caller for one of ours, unless it is told to look there last."""
    named_last = "NOT ('search_path=public, pg_temp' = ANY (proconfig))"
    assert functions_beyond(session, named_last) == set()
    session.execute(
        sa.text("CREATE FUNCTION peep() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public RETURN NULL")
    )
    assert functions_beyond(session, named_last) == {"peep()"}


@pytest.mark.parametrize("role", LOGIN_ROLES)
def test_no_role_runs_code_of_its_own_behind_the_walls(session: Session, role: str) -> None:
    """A view of the caller's own stands where ``quipu_enter`` reads accounts; it must not be looked at."""
    somebody = GrantFactory().user
    session.execute(sa.text(f"GRANT {role} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE"))
    session.flush()
    with session.begin_nested() as savepoint:
        session.execute(sa.text(f"SET LOCAL ROLE {role}"))
        for statement in (
            "CREATE FUNCTION pg_temp.run() RETURNS uuid LANGUAGE plpgsql AS $$ BEGIN RAISE 'run as %', current_user; END $$",
            'CREATE TEMP VIEW "user" AS SELECT pg_temp.run() AS id, true AS active',
            'GRANT SELECT ON "user" TO PUBLIC',
        ):
            session.execute(sa.text(statement))
        with nullcontext() if role in CALLERS else pytest.raises(sa.exc.ProgrammingError, match="permission denied for function"):
            session.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": somebody.id})
        savepoint.rollback()


def test_the_sealer_calls_nothing_that_looks_beyond_the_walls(session: Session) -> None:
    assert functions_beyond(session, "has_function_privilege('app_audit', oid, 'EXECUTE')") == set()
