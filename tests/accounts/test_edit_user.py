"""Correcting an account: name, e-mail and office."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import services
from app.accounts.doors import actor_for
from app.accounts.links import invitation_path
from app.accounts.models import Office, User
from app.accounts.permissions import Role
from app.accounts.services import UserContent
from app.audit.models import AuditEvent
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, WrongState
from tests.accounts.conftest import actions_of, text_of
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory, UserFactory
from tests.guarded_client import GuardedClient


@pytest.fixture
def user(session: Session, office: Office) -> User:
    made: User = UserFactory(office=office, name="Lucia Ferreira", email="lucia@example.org", password="!")
    return made


def fields_of(user: User, **changes: Any) -> dict[str, Any]:
    return {"name": user.name, "email": user.email, "office_id": str(user.office_id), "version": user.version} | changes


def test_an_account_is_corrected_and_the_trail_names_the_fields(
    admin_client: GuardedClient, session: Session, user: User, other_office: Office
) -> None:
    page = f"/accounts/{user.id}"
    assert "Corregir cuenta" in text_of(admin_client.get(page))
    assert 'value="Lucia Ferreira"' in admin_client.get(f"{page}/edit").text
    fields = fields_of(user, name="Lucía Ferreira", email=" Lucia.F@Example.org ", office_id=str(other_office.id))
    saved = admin_client.submit(f"{page}/edit", **fields)
    assert (saved.status_code, saved.location) == (303, page)
    session.refresh(user)
    assert (user.name, user.email, user.office_id) == ("Lucía Ferreira", "lucia.f@example.org", other_office.id)
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "user:edited")).one()
    assert event.fields == ["email", "name", "office_id"]
    assert "Lucía Ferreira" in text_of(admin_client.get(page))


def test_saving_without_a_change_writes_nothing(admin_client: GuardedClient, session: Session, user: User) -> None:
    assert admin_client.submit(f"/accounts/{user.id}/edit", **fields_of(user)).status_code == 303
    assert user.version == 1
    assert "user:edited" not in actions_of(session)


def test_an_older_version_does_not_overwrite_a_newer_one(admin_client: GuardedClient, user: User) -> None:
    page = f"/accounts/{user.id}/edit"
    assert admin_client.submit(page, **fields_of(user, name="Lucía Ferreira", version=1)).status_code == 303
    stale = admin_client.submit(page, **fields_of(user, name="Luz Ferreira", version=1))
    assert stale.status_code == 409
    assert "Lucía Ferreira" in text_of(stale)
    assert "Luz Ferreira" in text_of(stale)
    assert user.name == "Lucía Ferreira"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Escriba el nombre de la persona"),
        ({"email": "lucia"}, "Escriba una dirección de correo"),
        ({"email": "OTRA@example.org"}, "Otra cuenta tiene este correo"),
        ({"office_id": "x"}, "Elija una de las respuestas"),
    ],
)
def test_a_correction_to_mend_keeps_what_was_typed(
    admin_client: GuardedClient, user: User, changes: dict[str, str], sentence: str
) -> None:
    UserFactory(email="otra@example.org")
    response = admin_client.submit(f"/accounts/{user.id}/edit", **fields_of(user, **({"name": "Lucía F."} | changes)))
    assert (response.status_code, sentence in text_of(response)) == (422, True)
    assert (user.name, user.email) == ("Lucia Ferreira", "lucia@example.org")


def test_another_e_mail_closes_the_link_that_went_to_the_old_one(session: Session, administrator: Actor, user: User) -> None:
    link = services.send_password_link(administrator, user.id)
    content = UserContent(name=user.name, email="lucia.f@example.org", office_id=user.office_id)
    services.edit_user(administrator, user.id, content, based_on=1)
    session.refresh(link)
    with pytest.raises(WrongState):
        services.open_invitation(invitation_path(link.id).removeprefix("/invitation/"))


def test_an_office_administrator_corrects_nobody_elsewhere_and_sends_nobody_there(
    office_admin: GuardedClient, session: Session, user: User, other_office: Office
) -> None:
    stranger = UserFactory(office=other_office)
    assert office_admin.get(f"/accounts/{stranger.id}/edit").status_code == 404
    assert office_admin.submit(f"/accounts/{stranger.id}/edit", **fields_of(stranger)).status_code == 404
    page = f"/accounts/{user.id}/edit"
    for office_id in (str(other_office.id), ""):
        assert office_admin.submit(page, **fields_of(user, office_id=office_id)).status_code == 422
    assert user.office_id != other_office.id


def test_the_rule_of_reach_holds_without_the_form(session: Session, office: Office, other_office: Office, user: User) -> None:
    admin = actor_for(GrantFactory(user=UserFactory(office=office), role=Role.ADMINISTRATOR, office=office).user)
    there = UserContent(name=user.name, email=user.email, office_id=other_office.id)
    with pytest.raises(NotFound):
        services.edit_user(admin, user.id, there, based_on=1)
    GrantFactory(user=user, role=Role.SUPERVISOR, office=other_office)
    with pytest.raises(NotAllowed):
        services.edit_user(admin, user.id, UserContent("Otra", user.email, office.id), based_on=1)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.REPORTING_OFFICER, Role.DATA_PROTECTION])
def test_only_administrators_correct_accounts(sign_in: SignIn, user: User, role: Role) -> None:
    browser = sign_in(role)
    assert browser.get(f"/accounts/{user.id}/edit").status_code == 403
    assert browser.submit(f"/accounts/{user.id}/password-links").status_code == 403
