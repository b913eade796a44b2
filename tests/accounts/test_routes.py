from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.links import invitation_path
from app.accounts.models import Grant, Invitation, Office
from app.accounts.permissions import Role
from app.accounts.services import set_password
from app.audit.models import AuditEvent
from app.foundation.ids import new_id
from tests.accounts.conftest import GOOD_PASSWORD, actions_of, text_of
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory, UserFactory
from tests.guarded_client import GuardedClient

PAGES = ("/accounts", "/accounts/new", "/offices", "/offices/new")
OTHER_ROLES = (Role.CASEWORKER, Role.SUPERVISOR, Role.REPORTING_OFFICER, Role.DATA_PROTECTION)


def invitation_fields(office: Office, **changes: Any) -> dict[str, Any]:
    fields = {
        "name": "Marta Quiñones",
        "email": "marta@example.org",
        "role": "caseworker",
        "office_id": str(office.id),
        "breadth": "office",
        "locale": "pt",
    }
    return fields | changes


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", OTHER_ROLES)
def test_only_administrators_open_the_pages_of_accounts(sign_in: SignIn, role: Role, page: str) -> None:
    assert sign_in(role).get(page).status_code == 403


@pytest.mark.parametrize("page", ["/people/new", "/cases", "/caseload", "/referrals", "/reports", "/audit"])
def test_administrators_open_no_files(admin_client: GuardedClient, page: str) -> None:
    assert admin_client.get(page).status_code == 403


def test_the_list_tells_role_office_and_last_sign_in(admin_client: GuardedClient, session: Session, office: Office) -> None:
    user = UserFactory(office=office, name="Lucía Ferreira", email="lucia@example.org")
    GrantFactory(user=user, role=Role.SUPERVISOR, office=office)
    words = text_of(admin_client.get("/accounts"))
    assert "Lucía Ferreira lucia@example.org" in words.replace("Correo electrónico ", "").replace("Oficina ", "")
    assert "Supervisión: Cúcuta" in words
    assert "todavía no" in words
    assert "user:listed" in actions_of(session)


def test_opening_an_account_is_written_down(admin_client: GuardedClient, session: Session, office: Office) -> None:
    user = UserFactory(office=office)
    assert admin_client.get(f"/accounts/{user.id}").status_code == 200
    opened = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "user:opened")).one()
    assert (opened.actor_id, opened.subject_id) == (admin_client.user.id, user.id)


def test_the_list_is_narrowed_by_office_and_state(admin_client: GuardedClient, office: Office, other_office: Office) -> None:
    UserFactory(office=office, name="De Cúcuta")
    UserFactory(office=other_office, name="De Quito", active=False)
    assert "De Cúcuta" not in text_of(admin_client.get(f"/accounts?office={other_office.id}"))
    assert "De Cúcuta" not in text_of(admin_client.get("/accounts?state=disabled"))
    assert "De Quito" in text_of(admin_client.get("/accounts?state=disabled&office=x"))


def test_an_office_administrator_sees_the_own_office_only(
    office_admin: GuardedClient, office: Office, other_office: Office
) -> None:
    UserFactory(office=office, name="De Cúcuta")
    stranger = UserFactory(office=other_office, name="De Quito")
    words = text_of(office_admin.get("/accounts"))
    assert ("De Cúcuta" in words, "De Quito" in words) == (True, False)
    for path in ("", "/disable", "/roles/new", "/link"):
        assert office_admin.get(f"/accounts/{stranger.id}{path}").status_code == 404
    assert office_admin.submit(f"/accounts/{stranger.id}/disable").status_code == 404
    assert office_admin.get(f"/offices/{other_office.id}/edit").status_code == 404


def test_inviting_shows_the_link_once(admin_client: GuardedClient, session: Session, office: Office) -> None:
    response = admin_client.submit("/accounts/new", **invitation_fields(office))
    assert response.status_code == 303
    invitation = session.scalars(sa.select(Invitation)).one()
    shown = admin_client.get(response.location)
    assert invitation_path(invitation.id) in shown.text
    again = admin_client.get(response.location)
    assert (again.status_code, invitation_path(invitation.id) in again.text) == (303, False)
    assert invitation_path(invitation.id) not in admin_client.get(again.location).text


def test_the_same_form_sent_twice_invites_once(admin_client: GuardedClient, session: Session, office: Office) -> None:
    submission = new_id()
    locations = {
        admin_client.submit("/accounts/new", submission_id=submission, **invitation_fields(office)).location for _ in range(3)
    }
    assert len(locations) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(Invitation)) == 1


def test_the_same_submission_with_other_content_is_a_conflict(admin_client: GuardedClient, office: Office) -> None:
    submission = new_id()
    admin_client.submit("/accounts/new", submission_id=submission, **invitation_fields(office))
    other = invitation_fields(office, email="otra@example.org")
    assert admin_client.submit("/accounts/new", submission_id=submission, **other).status_code == 409


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Escriba el nombre de la persona"),
        ({"email": "marta"}, "Escriba una dirección de correo"),
        ({"role": "king"}, "Elija una de las respuestas"),
        ({"role": ""}, "Elija un rol"),
        ({"office_id": ""}, "Elija arriba una oficina"),
        ({"office_id": str(new_id())}, "Rol"),
        ({"locale": "xx"}, "Rol"),
        ({"role": "caseworker", "breadth": "operation"}, "Este rol abre fichas"),
    ],
)
def test_a_form_to_mend_keeps_what_was_typed(
    admin_client: GuardedClient, session: Session, office: Office, changes: dict[str, str], sentence: str
) -> None:
    response = admin_client.submit("/accounts/new", **invitation_fields(office, **changes))
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert 'value="marta' in response.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Invitation)) == 0


def test_an_office_administrator_gives_no_role_beyond_the_office(office_admin: GuardedClient, office: Office) -> None:
    for breadth in ("country", "operation"):
        fields = invitation_fields(office, role="administrator", breadth=breadth)
        assert office_admin.submit("/accounts/new", **fields).status_code == 403


def test_a_role_is_offered_at_the_office_where_somebody_works(
    admin_client: GuardedClient, office: Office, other_office: Office
) -> None:
    for home in (office, other_office):
        page = admin_client.get(f"/accounts/{UserFactory(office=home).id}/roles/new").text
        assert f'<option selected value="office:{home.id}">' in page


def test_roles_are_given_and_ended_from_the_account(admin_client: GuardedClient, session: Session, office: Office) -> None:
    user = UserFactory(office=office)
    page = f"/accounts/{user.id}"
    assert "Ningún rol hoy" in text_of(admin_client.get(page))
    given = admin_client.submit(f"{page}/roles/new", role="supervisor", scope=f"office:{office.id}")
    assert (given.status_code, given.location) == (303, page)
    grant = session.scalars(sa.select(Grant).where(Grant.user_id == user.id)).one()
    assert "Terminar rol" in text_of(admin_client.get(page))
    assert "Supervisión: Cúcuta" in text_of(admin_client.get(f"{page}/roles/{grant.id}/end"))
    assert admin_client.submit(f"{page}/roles/{grant.id}/end").status_code == 303
    assert "Ningún rol hoy" in text_of(admin_client.get(page))


def test_a_scope_that_is_not_offered_is_refused(office_admin: GuardedClient, office: Office, other_office: Office) -> None:
    user = UserFactory(office=office)
    for scope in ("operation", "country:EC", f"office:{other_office.id}", "nonsense"):
        response = office_admin.submit(f"/accounts/{user.id}/roles/new", role="supervisor", scope=scope)
        assert response.status_code == 422


def test_the_role_of_another_account_is_not_found(admin_client: GuardedClient, office: Office) -> None:
    user, other = UserFactory(office=office), UserFactory(office=office)
    grant = GrantFactory(user=other, role=Role.CASEWORKER, office=office)
    assert admin_client.submit(f"/accounts/{user.id}/roles/{grant.id}/end").status_code == 404


def test_nobody_changes_their_own_account(admin_client: GuardedClient, session: Session) -> None:
    page = f"/accounts/{admin_client.user.id}"
    words = text_of(admin_client.get(page))
    assert "Nadie cambia los derechos de su propia cuenta" in words
    assert "Desactivar cuenta" not in words
    assert admin_client.submit(f"{page}/disable").status_code == 403
    assert admin_client.submit(f"{page}/roles/new", role="reporting_officer", scope="operation").status_code == 403


def test_disabling_asks_first_and_ends_the_sessions(app: Flask, admin_client: GuardedClient, office: Office) -> None:
    user = UserFactory(office=office, name="Jorge Andrade")
    theirs = app.test_client()
    assert isinstance(theirs, GuardedClient)
    theirs.sign_in(user)
    assert theirs.get("/account").status_code == 200
    page = f"/accounts/{user.id}"
    assert "¿Desactivar la cuenta de Jorge Andrade?" in text_of(admin_client.get(f"{page}/disable"))
    assert admin_client.submit(f"{page}/disable").status_code == 303
    assert theirs.get("/account").status_code == 302
    assert "Activar cuenta" in text_of(admin_client.get(page))
    assert admin_client.submit(f"{page}/enable").status_code == 303


def test_ones_own_password_is_changed_and_other_devices_end(
    app: Flask, client: GuardedClient, session: Session, office: Office
) -> None:
    user = UserFactory(office=office)
    set_password(user, GOOD_PASSWORD)
    session.commit()
    client.sign_in(user)
    elsewhere = app.test_client()
    assert isinstance(elsewhere, GuardedClient)
    elsewhere.sign_in(user)
    wanted = "lluvia sobre el tejado azul"
    fields = {"password": wanted, "password_confirm": wanted}
    refused = client.submit("/account/password", current_password="no es esta frase", **fields)
    assert (refused.status_code, "Esta no es su contraseña actual" in text_of(refused)) == (422, True)
    assert client.submit("/account/password", current_password=GOOD_PASSWORD, **fields).status_code == 303
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert client.post("/sign-in", data={"email": user.email, "password": wanted}).status_code == 302


def test_ones_own_language_is_kept_in_the_account(client: GuardedClient, session: Session, office: Office) -> None:
    user = UserFactory(office=office)
    client.sign_in(user)
    assert client.submit("/account", locale="pt").status_code == 303
    assert "Minha conta" in text_of(client.get("/account"))
    assert user.locale == "pt"
    assert client.submit("/account", locale="tlh").status_code == 422


def test_no_page_of_accounts_needs_more_than_twelve_statements(admin_client: GuardedClient, app: Flask, office: Office) -> None:
    from tests.statements import statements

    users = [UserFactory(office=office) for _ in range(30)]
    for user in users:
        GrantFactory(user=user, role=Role.CASEWORKER, office=office)
    for page in ("/accounts", f"/accounts/{users[0].id}", "/offices", "/account"):
        with statements(app) as made:
            assert admin_client.get(page).status_code == 200
        assert len(made) <= 12, (page, made)
