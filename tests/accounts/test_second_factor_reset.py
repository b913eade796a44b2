"""Somebody lost everything: an administrator resets the second factor and sees none of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.enums import LinkPurpose
from app.accounts.links import invitation_path
from app.accounts.models import Invitation, Office, Passkey, RecoveryCode, TotpKey, User
from app.accounts.services import InvitationMail, deliver_invitation_mail, set_password
from app.extensions import mail
from app.foundation.ids import new_id
from tests.accounts.conftest import GOOD_PASSWORD, actions_of, text_of
from tests.factories.accounts import GrantFactory, UserFactory, set_up_second_factor
from tests.guarded_client import GuardedClient


@pytest.fixture
def forgetful(session: Session, office: Office) -> User:
    user: User = UserFactory(office=office, email="lucia@example.org", name="Lucía Ferreira")
    GrantFactory(user=user, office=office)
    set_password(user, GOOD_PASSWORD)
    set_up_second_factor(user)
    session.commit()
    return user


def test_a_reset_takes_everything_away_and_sends_a_link(
    app: Flask, admin_client: GuardedClient, session: Session, forgetful: User
) -> None:
    elsewhere = app.test_client()
    assert isinstance(elsewhere, GuardedClient)
    elsewhere.sign_in(forgetful)
    page = f"/accounts/{forgetful.id}/second-step/reset"
    assert "Restablecer segundo paso" in text_of(admin_client.get(f"/accounts/{forgetful.id}"))
    assert "¿Restablecer el segundo paso de Lucía Ferreira?" in text_of(admin_client.get(page))
    assert admin_client.submit(page).location == f"/accounts/{forgetful.id}"
    for table in (TotpKey, Passkey, RecoveryCode):
        assert session.scalars(sa.select(table)).all() == []
    assert forgetful.password is None
    assert elsewhere.get("/account").status_code == 302
    link = session.scalars(sa.select(Invitation)).one()
    assert link.purpose is LinkPurpose.NEW_SECOND_FACTOR
    assert "user:second_factor_reset" in actions_of(session)
    assert "/invitation/" not in admin_client.get(f"/accounts/{forgetful.id}").text


def test_the_link_leads_through_password_and_second_step(
    admin_client: GuardedClient, client: GuardedClient, session: Session, forgetful: User
) -> None:
    admin_client.submit(f"/accounts/{forgetful.id}/second-step/reset")
    path = invitation_path(session.scalars(sa.select(Invitation)).one().id)
    wanted = "cuatro lámparas de papel azul"
    client.submit(path, password=wanted, password_confirm=wanted)
    assert client.get("/sign-in/next").location == "/sign-in/set-up"


def test_another_link_after_a_reset_goes_by_mail_alone(admin_client: GuardedClient, session: Session, forgetful: User) -> None:
    """Else an administrator, who sees no files, could reset a caseworker and come in as them."""
    account = f"/accounts/{forgetful.id}"
    admin_client.submit(f"{account}/second-step/reset")
    answer = admin_client.submit(f"{account}/invitations", page=account)
    assert answer.location == account
    assert "El enlace para una contraseña nueva va en camino a lucia@example.org" in text_of(admin_client.get(account))
    links = session.scalars(sa.select(Invitation).order_by(Invitation.created_at)).all()
    assert [link.purpose for link in links] == [LinkPurpose.NEW_SECOND_FACTOR, LinkPurpose.NEW_SECOND_FACTOR]
    for page in (account, f"{account}/link", "/accounts"):
        shown = admin_client.get(page, follow_redirects=True).text
        assert not [link for link in links if invitation_path(link.id) in shown]


def test_another_e_mail_after_a_reset_does_not_bring_the_link_to_the_screen(
    admin_client: GuardedClient, session: Session, forgetful: User
) -> None:
    account = f"/accounts/{forgetful.id}"
    admin_client.submit(f"{account}/second-step/reset")
    admin_client.submit(f"{account}/edit", email="lucia.nueva@example.org")
    assert admin_client.submit(f"{account}/invitations", page=account).location == account
    last = session.scalars(sa.select(Invitation).order_by(Invitation.created_at.desc())).first()
    assert last is not None
    assert last.purpose is LinkPurpose.NEW_SECOND_FACTOR


def test_nobody_resets_their_own(admin_client: GuardedClient) -> None:
    assert admin_client.submit(f"/accounts/{admin_client.user.id}/second-step/reset").status_code == 403


def test_an_account_without_a_password_is_invited_again_instead(admin_client: GuardedClient, office: Office) -> None:
    newcomer = UserFactory(office=office, password=None)
    assert admin_client.submit(f"/accounts/{newcomer.id}/second-step/reset").status_code == 409


def test_the_mail_names_nobody(app: Flask, session: Session) -> None:
    url = "https://quipu.example.org/invitation/x"
    prepared = InvitationMail(new_id(), "lucia@example.org", url, "es", LinkPurpose.NEW_SECOND_FACTOR)
    with mail.record_messages() as outbox:
        deliver_invitation_mail(prepared)
    (message,) = outbox
    assert message.subject == "Su segundo paso de Quipu se restableció"
    assert url in message.body
    assert "Lucía" not in message.body
