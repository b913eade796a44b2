"""Who can see what, and why: by office, and for one file; ended with one button."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.enums import RestrictedKind
from app.accounts.models import Grant, NeedToKnow, Office, User
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation.clock import now
from tests.accounts.conftest import actions_of, text_of
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory, TeamFactory, UserFactory
from tests.factories.cases import case_at
from tests.guarded_client import GuardedClient


@pytest.fixture
def ana(session: Session, office: Office) -> User:
    user: User = UserFactory(office=office, name="Ana Peñaranda", last_signed_in_at=now())
    GrantFactory(user=user, role=Role.CASEWORKER, office=office)
    return user


def grant_of(session: Session, user: User) -> Grant:
    return session.scalars(sa.select(Grant).where(Grant.user_id == user.id)).one()


def test_a_line_says_who_what_where_until_when_and_how_it_is_used(
    sign_in: SignIn, session: Session, ana: User, office: Office
) -> None:
    long_ago = UserFactory(office=office, name="Vieja Cuenta", last_signed_in_at=now() - timedelta(days=120))
    GrantFactory(user=long_ago, role=Role.SUPERVISOR, office=office, valid_until=now().date() + timedelta(days=5))
    name_for_a_file(session, ana, office)
    words = text_of(sign_in(Role.DATA_PROTECTION).get("/access"))
    assert "Ana Peñaranda" in words
    assert "Sin usar" in words.split("Vieja Cuenta")[1]
    assert "Termina pronto" in words.split("Vieja Cuenta")[1]
    assert "Sin usar" not in words.split("Ana Peñaranda")[1].split("Vieja Cuenta")[0].split("Colega")[0]
    assert actions_of(session)[-1] == "access:reviewed"


def name_for_a_file(session: Session, user: User, office: Office) -> None:
    case = case_at(office, is_restricted=True)
    session.add(NeedToKnow(record_kind=RestrictedKind.CASE, record_id=case.id, office_id=office.id, user_id=user.id))
    session.commit()


def test_only_the_number_of_restricted_files_is_told(sign_in: SignIn, session: Session, ana: User, office: Office) -> None:
    name_for_a_file(session, ana, office)
    page = sign_in(Role.ADMINISTRATOR).get("/access").text
    restricted = session.scalars(sa.select(NeedToKnow.record_id)).one()
    assert str(restricted) not in page
    row = page.split("Ana Peñaranda", 1)[1]
    assert 'q-table__value">1</span>' in row.split("</tr>")[0]


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION, Role.ADMINISTRATOR])
def test_access_is_ended_with_one_button_and_refused_at_the_next_request(
    app: Flask, sign_in: SignIn, session: Session, ana: User, role: Role
) -> None:
    client = app.test_client()
    assert isinstance(client, GuardedClient)
    client.sign_in(ana)
    assert client.get("/cases").status_code == 200
    reviewer, grant = sign_in(role), grant_of(session, ana)
    assert f'action="/access/{grant.id}/end"' in reviewer.get("/access").text
    assert reviewer.submit(f"/access/{grant.id}/end", show="unused").location == "/access?show=unused"
    assert client.get("/cases").location.startswith("/sign-in"), "the end of a role ends the sessions"
    client.sign_in(ana)
    assert client.get("/cases").status_code == 403
    session.refresh(grant)
    assert (grant.ended_by, grant.ended_at is not None) == (reviewer.user.id, True)
    assert "grant:ended" in actions_of(session)


def test_a_supervisor_asks_and_the_administrator_sees_who_asked(sign_in: SignIn, session: Session, ana: User) -> None:
    boss, grant = sign_in(Role.SUPERVISOR, name="Luis Cárdenas"), grant_of(session, ana)
    page = boss.get("/access").text
    assert f"/access/{grant.id}/end" not in page
    assert boss.submit(f"/access/{grant.id}/end").status_code == 403
    assert boss.submit(f"/access/{grant.id}/ask").status_code == 303
    assert "Luis Cárdenas pide terminarlo" in text_of(sign_in(Role.ADMINISTRATOR).get("/access?show=asked"))
    session.refresh(grant)
    assert (grant.ended_at, grant.end_asked_by) == (None, boss.user.id)


def test_nobody_ends_or_asks_to_end_their_own(sign_in: SignIn, session: Session) -> None:
    for role, step in ((Role.DATA_PROTECTION, "end"), (Role.ADMINISTRATOR, "end"), (Role.SUPERVISOR, "ask")):
        browser = sign_in(role)
        own = grant_of(session, browser.user)
        assert browser.submit(f"/access/{own.id}/{step}").status_code == 403
        session.refresh(own)
        assert own.ended_at is None
        assert own.end_asked_at is None


def test_the_last_administrator_of_the_whole_operation_stays(admin_client: GuardedClient, session: Session, app: Flask) -> None:
    focal: User = GrantFactory(user=UserFactory(office=None), role=Role.DATA_PROTECTION).user
    session.commit()
    client = app.test_client()
    assert isinstance(client, GuardedClient)
    client.sign_in(focal)
    last = grant_of(session, admin_client.user)
    response = client.submit(f"/access/{last.id}/end")
    assert (response.status_code, "única persona" in text_of(response)) == (403, True)
    GrantFactory(user=UserFactory(office=None, password="!"), role=Role.ADMINISTRATOR)
    session.commit()
    assert client.submit(f"/access/{last.id}/end").status_code == 303


def test_another_offices_access_is_not_found(sign_in: SignIn, session: Session, ana: User, other_office: Office) -> None:
    grant = grant_of(session, ana)
    reviewer = sign_in(Role.DATA_PROTECTION, at=other_office)
    assert "Ana Peñaranda" not in reviewer.get("/access").text
    assert reviewer.submit(f"/access/{grant.id}/end").status_code == 404
    boss = sign_in(Role.SUPERVISOR, at=other_office)
    assert boss.submit(f"/access/{grant.id}/ask").status_code == 404


def test_a_supervisor_of_a_team_reviews_the_team_and_those_of_the_whole_office(
    app: Flask, session: Session, ana: User, office: Office
) -> None:
    ours, theirs = TeamFactory(office=office), TeamFactory(office=office)
    for team, name in ((ours, "Del equipo"), (theirs, "Del otro equipo")):
        GrantFactory(user=UserFactory(office=office, name=name), role=Role.CASEWORKER, team_id=team.id)
    boss: User = GrantFactory(user=UserFactory(office=office), role=Role.SUPERVISOR, team_id=ours.id).user
    session.commit()
    client = app.test_client()
    assert isinstance(client, GuardedClient)
    client.sign_in(boss)
    words = text_of(client.get("/access"))
    assert [name in words for name in ("Del equipo", "Ana Peñaranda", "Del otro equipo")] == [True, True, False]


def test_roles_that_end_soon_stand_on_the_administrators_list_and_are_renewed_with_one_button(
    admin_client: GuardedClient, session: Session, ana: User
) -> None:
    grant = grant_of(session, ana)
    assert "antes de 14 días" not in text_of(admin_client.get("/accounts"))
    grant.valid_until = now().date() + timedelta(days=9)
    session.commit()
    assert "1 rol termina antes de 14 días" in text_of(admin_client.get("/accounts"))
    page = admin_client.get("/access?show=ending").text
    assert f'action="/access/{grant.id}/renew"' in page
    assert admin_client.submit(f"/access/{grant.id}/renew").status_code == 303
    session.refresh(grant)
    assert grant.valid_until == now().date() + timedelta(days=365)


def test_the_printed_list_has_no_buttons(sign_in: SignIn, ana: User) -> None:
    page = sign_in(Role.DATA_PROTECTION).get("/access/print")
    assert "Ana Peñaranda" in page.text
    assert "<button" not in page.text.split("<main")[1]


def test_what_a_disabled_person_carries_is_said_before_and_stands_on_the_board(
    admin_client: GuardedClient, sign_in: SignIn, ana: User, office: Office
) -> None:
    case_at(office, caseworker=ana)
    boss = sign_in(Role.SUPERVISOR, name="Luis Cárdenas")
    words = text_of(admin_client.get(f"/accounts/{ana.id}/disable"))
    assert "Cúcuta: 1 caso en curso. Quien supervisa puede reasignarlos" in words
    assert "Luis Cárdenas" in words
    assert admin_client.submit(f"/accounts/{ana.id}/disable").status_code == 303
    board = boss.get("/caseload")
    assert "Ana Peñaranda ya no trabaja aquí y lleva 1 caso" in text_of(board)
    assert f"/caseload/colleagues/{ana.id}" in board.text


def test_a_file_says_who_can_see_it_and_why(sign_in: SignIn, session: Session, ana: User, office: Office) -> None:
    team = TeamFactory(office=office, name="Ruta")
    GrantFactory(user=UserFactory(office=office, name="De la ruta"), role=Role.CASEWORKER, team_id=team.id)
    case = case_at(office)
    reader = sign_in(Role.CASEWORKER)
    assert f"/cases/{case.id}/access" in reader.get(f"/cases/{case.id}").text
    assert f"/people/{case.person_id}/access" in reader.get(f"/people/{case.person_id}").text
    of_case, of_person = (text_of(reader.get(f"{path}/access")) for path in (f"/cases/{case.id}", f"/people/{case.person_id}"))
    assert ("Ana Peñaranda" in of_case, "De la ruta" in of_case) == (True, False)
    assert ("Ana Peñaranda" in of_person, "De la ruta" in of_person) == (True, True)
    assert actions_of(session, "case")[-1] == "access:listed"


def test_a_restricted_file_names_only_those_who_need_to_know_it(
    app: Flask, sign_in: SignIn, session: Session, ana: User, office: Office
) -> None:
    case = case_at(office, is_restricted=True)
    boss = sign_in(Role.SUPERVISOR, name="Luis Cárdenas")
    named = {"record_kind": RestrictedKind.CASE, "record_id": case.id, "office_id": office.id}
    session.add(NeedToKnow(**named, user_id=ana.id, given_by=boss.user.id))
    session.commit()
    assert boss.get(f"/cases/{case.id}/access").status_code == 404
    client = app.test_client()
    assert isinstance(client, GuardedClient)
    client.sign_in(ana)
    words = text_of(client.get(f"/cases/{case.id}/access"))
    assert "Necesita conocerlo: lo decidió Luis Cárdenas" in words
    assert "Gestión de casos" in words


def test_whoever_was_named_for_a_restricted_file_stands_there_whatever_their_team(
    app: Flask, session: Session, ana: User, office: Office
) -> None:
    """Whose scope the record itself is sees it with a role in any team of the office; the trail of the office says nothing."""
    own, other = (TeamFactory(office=office, name=name) for name in ("Ruta", "Frontera"))
    of_other = UserFactory(office=office, name="De la frontera")
    GrantFactory(user=of_other, role=Role.CASEWORKER, team_id=other.id)
    case = case_at(office, team_id=own.id, is_restricted=True)
    named = {"record_kind": RestrictedKind.CASE, "record_id": case.id, "office_id": office.id}
    session.add_all(NeedToKnow(**named, user_id=user.id) for user in (ana, of_other))
    session.commit()
    for user in (ana, of_other):
        client = app.test_client()
        assert isinstance(client, GuardedClient)
        client.sign_in(user)
        assert client.get(f"/cases/{case.id}").status_code == 200
        assert "De la frontera" in text_of(client.get(f"/cases/{case.id}/access"))
    listed = sa.select(AuditEvent.office_id).where(AuditEvent.action == "access:listed")
    assert set(session.scalars(listed)) == {case.id}
