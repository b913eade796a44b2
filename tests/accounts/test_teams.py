from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import services
from app.accounts.models import Grant, Office, Team
from app.accounts.permissions import Role
from app.accounts.scopes import Scope
from app.accounts.services import TeamContent
from app.foundation.actor import Actor
from app.foundation.errors import NotFound, RefusedInput, StaleVersion
from tests.accounts.conftest import actions_of, text_of
from tests.factories.accounts import GrantFactory, TeamFactory, UserFactory
from tests.guarded_client import GuardedClient


@pytest.fixture
def route_team(session: Session, office: Office) -> Team:
    team: Team = TeamFactory(office=office, name="Equipo de ruta")
    return team


def test_a_team_is_added_renamed_and_ended_on_its_pages(admin_client: GuardedClient, session: Session, office: Office) -> None:
    page = f"/offices/{office.id}/teams"
    assert "Ningún equipo" in text_of(admin_client.get(page))
    assert admin_client.submit(f"{page}/new", name=" Equipo  móvil ").status_code == 303
    team = session.scalars(sa.select(Team)).one()
    assert (team.name, team.office_id) == ("Equipo móvil", office.id)
    edit = f"/teams/{team.id}/edit"
    assert 'value="Equipo móvil"' in admin_client.get(edit).text
    assert admin_client.submit(edit, name="Equipo de ruta", version="1", has_ended="y").location == page
    assert (team.name, team.ended_on is not None, team.version) == ("Equipo de ruta", True, 2)
    assert "terminó el" in text_of(admin_client.get(page))
    assert actions_of(session, "team") == ["team:added", "team:edited"]


def test_two_teams_of_an_office_have_two_names(administrator: Actor, office: Office, route_team: Team) -> None:
    with pytest.raises(RefusedInput) as refusal:
        services.make_team(administrator, office.id, "EQUIPO DE RUTA")
    assert refusal.value.field == "name"


def test_a_team_that_was_saved_in_between_is_not_overwritten(administrator: Actor, route_team: Team) -> None:
    services.edit_team(administrator, route_team.id, TeamContent("Ruta"), based_on=1)
    with pytest.raises(StaleVersion):
        services.edit_team(administrator, route_team.id, TeamContent("Móvil"), based_on=1)
    assert route_team.name == "Ruta"


def test_a_name_is_needed(admin_client: GuardedClient, office: Office) -> None:
    response = admin_client.submit(f"/offices/{office.id}/teams/new", name=" ")
    assert (response.status_code, "Escriba el nombre del equipo" in text_of(response)) == (422, True)


def test_a_role_in_a_team_is_given_on_the_account(
    admin_client: GuardedClient, session: Session, office: Office, route_team: Team
) -> None:
    user = UserFactory(office=office, password="!")
    page = f"/accounts/{user.id}"
    assert f'value="team:{route_team.id}"' in admin_client.get(f"{page}/roles/new").text
    given = admin_client.submit(f"{page}/roles/new", role="caseworker", scope=f"team:{route_team.id}")
    assert given.status_code == 303
    assert session.scalars(sa.select(Grant.team_id).where(Grant.user_id == user.id)).one() == route_team.id
    assert "Cúcuta · Equipo de ruta" in text_of(admin_client.get(page))
    assert "(gestión de casos)" in text_of(admin_client.get(f"/offices/{office.id}/teams"))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.REPORTING_OFFICER])
def test_only_who_works_with_files_works_in_a_team(
    administrator: Actor, session: Session, office: Office, route_team: Team, role: Role
) -> None:
    with pytest.raises(RefusedInput) as refusal:
        services.give_grant(administrator, UserFactory(office=office).id, role=role, scope=Scope(team_id=route_team.id))
    assert refusal.value.field == "scope"
    with pytest.raises(sa.exc.IntegrityError, match="team_works_with_files"):
        GrantFactory(user=UserFactory(office=office), role=role, team_id=route_team.id)


def test_an_ended_team_is_not_offered(admin_client: GuardedClient, office: Office) -> None:
    ended = TeamFactory(office=office, ended_on=date(2026, 1, 1))
    user = UserFactory(office=office)
    page = f"/accounts/{user.id}/roles/new"
    assert str(ended.id) not in admin_client.get(page).text
    assert admin_client.submit(page, role="caseworker", scope=f"team:{ended.id}").status_code == 422


def test_an_office_administrator_makes_no_team_elsewhere(office_admin: GuardedClient, other_office: Office) -> None:
    with pytest.raises(NotFound):
        services.make_team(office_admin.actor, other_office.id, "Ajeno")


def test_a_new_person_may_begin_in_a_team_of_the_office(
    admin_client: GuardedClient, session: Session, office: Office, other_office: Office, route_team: Team
) -> None:
    fields = {"name": "Marta", "email": "m@example.org", "role": "caseworker", "breadth": "office", "locale": "es"}
    foreign = admin_client.submit("/accounts/new", **fields, office_id=other_office.id, team_id=route_team.id)
    assert (foreign.status_code, "es de otra oficina" in text_of(foreign)) == (422, True)
    assert admin_client.submit("/accounts/new", **fields, office_id=office.id, team_id=route_team.id).status_code == 303
    assert session.scalars(sa.select(Grant.team_id).where(Grant.role == Role.CASEWORKER)).all() == [route_team.id]
