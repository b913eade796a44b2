"""Giving a case to a team: who sees it changes in the same statement, in both walls."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.enums import RestrictedKind
from app.accounts.models import NeedToKnow, Office, Team, User
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases import queries, services
from app.cases.models import Case, CaseAssignment, FollowUp
from app.cases.services import MoveToTeam
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotAllowed, RefusedInput, StaleVersion
from app.foundation.ids import new_id
from tests.conftest import actor_of
from tests.factories.accounts import GrantFactory, TeamFactory, UserFactory
from tests.factories.cases import case_at, follow_up_of
from tests.guarded_client import GuardedClient


@pytest.fixture
def route(session: Session, office: Office) -> Team:
    team: Team = TeamFactory(office=office, name="Ruta")
    return team


@pytest.fixture
def boss(route: Team) -> Actor:
    return actor_of(Role.SUPERVISOR, route.office)


def member(team: Team, role: Role = Role.CASEWORKER) -> User:
    user: User = UserFactory(office=team.office)
    GrantFactory(user=user, role=role, team_id=team.id)
    return user


def move(actor: Actor, case: Case, team: Team | None) -> services.Moved:
    return services.move_to_team(actor, case.id, MoveToTeam(team.id if team else None, "Trabajo de la ruta", case.version))


def browser_of(app: Flask, user: User) -> GuardedClient:
    client = app.test_client()
    assert isinstance(client, GuardedClient)
    client.sign_in(user)
    return client


def rows_seen(user: User, table: str) -> int:
    """What the second wall alone shows, whatever the application would ask for."""
    with db.session.begin_nested() as savepoint:
        db.session.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": user.id})
        db.session.execute(sa.text("SET LOCAL ROLE app_rw"))
        count = db.session.scalar(sa.text(f'SELECT count(*) FROM "{table}"')) or 0  # noqa: S608 - our tables
        savepoint.rollback()
    return count


def test_the_case_and_all_in_it_go_to_the_team_in_both_walls(app: Flask, boss: Actor, office: Office, route: Team) -> None:
    of_team, of_other, of_office = member(route), member(TeamFactory(office=office)), actor_of(Role.CASEWORKER, office)
    case = case_at(office)
    follow_up_of(case, days=1)
    move(boss, case, route)
    db.session.commit()
    assert db.session.scalars(sa.select(FollowUp.scope_id)).one() == route.id
    for table in ("case", "follow_up"):
        assert (rows_seen(of_team, table), rows_seen(of_other, table)) == (1, 0)
        assert rows_seen(db.session.get_one(User, of_office.id), table) == 1
    assert browser_of(app, of_team).get(f"/cases/{case.id}").status_code == 200
    assert browser_of(app, of_other).get(f"/cases/{case.id}").status_code == 404


def test_who_loses_sight_of_the_case_no_longer_carries_it(boss: Actor, office: Office, route: Team) -> None:
    ana = member(route)
    case = case_at(office, team_id=route.id, caseworker=ana)
    assert move(boss, case, None).taken_off == ana.name
    assert case.caseworker_id is None
    rows = db.session.scalars(sa.select(CaseAssignment).where(CaseAssignment.case_id == case.id)).all()
    assert [(row.team_id, row.caseworker_id, row.ended_at) for row in rows] == [(None, None, None)]
    assert "case:moved_to_team" in db.session.scalars(sa.select(AuditEvent.action)).all()


def test_who_still_sees_it_goes_on_carrying_it(boss: Actor, office: Office, route: Team) -> None:
    ana = db.session.get_one(User, actor_of(Role.CASEWORKER, office).id)
    case = case_at(office, caseworker=ana)
    assert move(boss, case, route).taken_off is None
    assert case.caseworker_id == ana.id


@pytest.mark.parametrize("place", ["ended", "foreign", "unknown", "same"])
def test_the_place_has_to_be_another_team_of_the_office_that_goes_on(
    boss: Actor, office: Office, other_office: Office, route: Team, place: str
) -> None:
    case = case_at(office, team_id=route.id)
    teams = {
        "ended": TeamFactory(office=office, ended_on=case.opened_on).id,
        "foreign": TeamFactory(office=other_office).id,
        "unknown": new_id(),
        "same": route.id,
    }
    with pytest.raises(RefusedInput) as refusal:
        services.move_to_team(boss, case.id, MoveToTeam(teams[place], "Motivo", case.version))
    assert (refusal.value.field, case.team_id) == ("team_id", route.id)


def test_a_teams_own_supervisor_gives_its_cases_to_nobody(office: Office, route: Team) -> None:
    case = case_at(office, team_id=route.id)
    with pytest.raises(NotAllowed):
        move(actor_for(member(route, Role.SUPERVISOR)), case, None)


def test_a_case_that_changed_in_between_is_not_moved(boss: Actor, office: Office, route: Team) -> None:
    case = case_at(office)
    with pytest.raises(StaleVersion):
        services.move_to_team(boss, case.id, MoveToTeam(route.id, "Motivo", case.version + 1))


def test_only_colleagues_who_see_the_case_may_carry_it(boss: Actor, office: Office, route: Team) -> None:
    of_team, of_other, of_office = member(route), member(TeamFactory(office=office)), actor_of(Role.CASEWORKER, office)
    case = case_at(office, team_id=route.id)
    may = {user.id for user in queries.list_who_may_carry(boss, queries.place_of(case))}
    assert {of_team.id, of_office.id, boss.id} == may
    with pytest.raises(RefusedInput):
        services.assign_case(boss, case, caseworker_id=of_other.id)
    assert services.assign_case(boss, case, caseworker_id=of_team.id).caseworker_id == of_team.id


def test_a_restricted_case_is_carried_by_who_needs_to_know_it(session: Session, office: Office) -> None:
    knows, other = (db.session.get_one(User, actor_of(Role.SUPERVISOR, office).id) for _ in range(2))
    case = case_at(office, is_restricted=True)
    session.add(NeedToKnow(record_kind=RestrictedKind.CASE, record_id=case.id, office_id=office.id, user_id=knows.id))
    session.commit()
    actor = actor_for(knows)
    assert [user.id for user in queries.list_who_may_carry(actor, queries.place_of(case))] == [knows.id]
    with pytest.raises(RefusedInput):
        services.assign_case(actor, case, caseworker_id=other.id)


def test_the_move_is_made_and_told_on_the_cases_pages(app: Flask, boss: Actor, office: Office, route: Team) -> None:
    case = case_at(office, caseworker=member(TeamFactory(office=office)))
    plain = case_at(office)
    opening = CaseAssignment(case_id=case.id, caseworker_id=case.caseworker_id, assigned_at=case.recorded_at)
    db.session.add(opening)
    db.session.commit()
    browser = browser_of(app, db.session.get_one(User, boss.id))
    page = f"/cases/{case.id}/team"
    assert page in browser.get(f"/cases/{case.id}").text
    assert browser.submit(page, team_id=str(route.id), reason="", version=str(case.version)).status_code == 422
    sent = browser.submit(page, team_id=str(route.id), reason="Vive en la ruta", version=str(case.version))
    assert sent.location == f"/cases/{case.id}"
    file = browser.get(f"/cases/{case.id}").text
    for words in ("El caso pasa al equipo Ruta", "equipo Ruta", "ya no puede ver", "Vive en la ruta"):
        assert words in file
    lists = browser.get("/cases").text
    assert "Ruta" in lists
    assert plain.code in lists
