"""A lost password: the administrator sends a link, the person chooses another one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts import services
from app.accounts.doors import actor_for
from app.accounts.enums import LinkPurpose
from app.accounts.links import invitation_path
from app.accounts.models import Invitation, Office, User
from app.accounts.permissions import Role
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.errors import NotAllowed, NotFound, WrongState
from app.foundation.jobs import OutboxMessage
from ops.one_time_codes import code_of
from tests.accounts.conftest import GOOD_PASSWORD, actions_of, text_of
from tests.factories.accounts import GrantFactory, UserFactory, set_up_second_factor
from tests.guarded_client import GuardedClient

WANTED = "lluvia sobre el tejado azul"


@pytest.fixture
def forgetful(session: Session, office: Office) -> User:
    """Somebody at the office who has a password."""
    user: User = UserFactory(office=office, name="Lucía Ferreira", email="lucia@example.org")
    services.set_password(user, GOOD_PASSWORD)
    session.commit()
    return user


@pytest.fixture
def path(admin_client: GuardedClient, session: Session, forgetful: User) -> str:
    """The path of the link that was sent to them."""
    admin_client.submit(f"/accounts/{forgetful.id}/password-links")
    return invitation_path(session.scalars(sa.select(Invitation)).one().id)


def token_of(link: Invitation) -> str:
    return invitation_path(link.id).removeprefix("/invitation/")


def test_the_link_works_for_a_day_and_leaves_by_mail(session: Session, administrator: Actor, forgetful: User) -> None:
    link = services.send_password_link(administrator, forgetful.id)
    assert (link.purpose, link.expires_at - link.created_at) == (LinkPurpose.NEW_PASSWORD, timedelta(hours=24))
    job = session.scalars(sa.select(OutboxMessage)).one()
    assert (job.job, job.arguments) == ("accounts.send_invitation", {"invitation_id": str(link.id)})
    assert actions_of(session)[-1] == "user:password_link_sent"


def test_the_mail_speaks_of_a_new_password_in_the_persons_language(
    app: Flask, session: Session, administrator: Actor, forgetful: User
) -> None:
    forgetful.locale = "pt"
    prepared = services.begin_invitation_mail(administrator, services.send_password_link(administrator, forgetful.id).id)
    assert prepared is not None
    with app.extensions["mail"].record_messages() as outbox:
        services.deliver_invitation_mail(prepared)
    (mail,) = outbox
    assert (mail.subject, mail.recipients) == ("Uma nova senha para o Quipu", ["lucia@example.org"])
    assert prepared.url in mail.body
    assert "durante 24 horas" in mail.body
    assert "Lucía" not in mail.body


def test_nobody_sends_themselves_a_link(session: Session, administrator: Actor, admin_client: GuardedClient) -> None:
    assert administrator.id is not None
    with pytest.raises(NotAllowed):
        services.send_password_link(administrator, administrator.id)
    page = f"/accounts/{admin_client.user.id}"
    assert admin_client.submit(f"{page}/password-links").status_code == 403
    assert "Enviar enlace" not in text_of(admin_client.get(page))


def test_an_office_administrator_sends_none_beyond_their_reach(session: Session, office: Office, other_office: Office) -> None:
    admin = actor_for(GrantFactory(user=UserFactory(office=office), role=Role.ADMINISTRATOR, office=office).user)
    with pytest.raises(NotFound):
        services.send_password_link(admin, UserFactory(office=other_office, password="!").id)
    colleague = UserFactory(office=office, password="!")
    GrantFactory(user=colleague, role=Role.SUPERVISOR, office=other_office)
    with pytest.raises(NotAllowed):
        services.send_password_link(admin, colleague.id)


@pytest.mark.parametrize(("password", "active"), [(None, True), ("!", False)])
def test_only_an_open_account_with_a_password_gets_one(
    session: Session, administrator: Actor, office: Office, password: str | None, active: bool
) -> None:
    with pytest.raises(WrongState):
        services.send_password_link(administrator, UserFactory(office=office, password=password, active=active).id)


def test_the_account_tells_that_the_link_is_on_its_way_and_never_shows_it(
    admin_client: GuardedClient, session: Session, forgetful: User
) -> None:
    page = f"/accounts/{forgetful.id}"
    assert "Enviar enlace para una contraseña nueva" in text_of(admin_client.get(page))
    sent = admin_client.submit(f"{page}/password-links")
    assert (sent.status_code, sent.location) == (303, page)
    shown = admin_client.get(page)
    assert "va en camino a lucia@example.org" in text_of(shown)
    assert re.search(r"Enlace para una contraseña nueva sirve hasta .* por Rosa Admin", text_of(shown))
    assert "/invitation/" not in shown.text
    assert admin_client.get(f"{page}/link").status_code == 303


def test_whoever_opens_the_link_sets_another_password_and_their_other_sessions_end(
    app: Flask, client: GuardedClient, session: Session, forgetful: User, path: str
) -> None:
    elsewhere = app.test_client()
    assert isinstance(elsewhere, GuardedClient)
    elsewhere.sign_in(forgetful)
    page = text_of(client.get(path))
    assert "Elija una contraseña nueva" in page
    assert "Le damos la bienvenida" not in page
    secret = set_up_second_factor(forgetful)
    assert client.submit(path, password=WANTED, password_confirm=WANTED).location == "/sign-in/next"
    assert client.get("/sign-in/next").location == "/sign-in/code"
    assert client.get("/account").status_code == 302
    assert client.submit("/sign-in/code", one_time_code=code_of(secret)).location == "/"
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert actions_of(session)[-2:] == ["user:password_set", "user:signed_in"]
    again = app.test_client()
    assert again.post("/sign-in", data={"email": forgetful.email, "password": GOOD_PASSWORD}).status_code == 422
    assert again.post("/sign-in", data={"email": forgetful.email, "password": WANTED}).status_code == 302


def test_sending_the_link_ends_nothing(client: GuardedClient, forgetful: User, path: str) -> None:
    data = {"email": forgetful.email, "password": GOOD_PASSWORD}
    assert client.post("/sign-in", data=data).status_code == 302


def test_a_used_an_expired_and_a_replaced_link_are_closed_kindly(
    client: GuardedClient, session: Session, administrator: Actor, forgetful: User, path: str
) -> None:
    newer = services.send_password_link(administrator, forgetful.id)
    session.commit()
    replaced = client.get(path)
    assert (replaced.status_code, "se envió otro más nuevo" in text_of(replaced)) == (410, True)
    newer.expires_at = now() - timedelta(seconds=1)
    session.commit()
    expired = client.get(invitation_path(newer.id))
    assert (expired.status_code, "Este enlace venció" in text_of(expired)) == (410, True)
    last = services.send_password_link(administrator, forgetful.id)
    services.accept_invitation(token_of(last), WANTED)
    session.commit()
    used = client.get(invitation_path(last.id))
    assert (used.status_code, "Este enlace ya cumplió" in text_of(used)) == (410, True)


def test_a_password_changed_at_home_closes_the_link(session: Session, administrator: Actor, forgetful: User) -> None:
    link = services.send_password_link(administrator, forgetful.id)
    services.change_password(actor_for(forgetful), current=GOOD_PASSWORD, wanted=WANTED)
    session.refresh(link)
    with pytest.raises(WrongState):
        services.open_invitation(token_of(link))
