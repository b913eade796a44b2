from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.links import invitation_path
from app.accounts.models import Invitation, Office, User
from tests.accounts.conftest import GOOD_PASSWORD, actions_of, text_of
from tests.accounts.test_routes import invitation_fields
from tests.guarded_client import GuardedClient


@pytest.fixture
def link(admin_client: GuardedClient, session: Session, office: Office) -> tuple[User, str]:
    """Somebody who was just invited, and the path of their link."""
    admin_client.submit("/accounts/new", **invitation_fields(office))
    invitation = session.scalars(sa.select(Invitation).order_by(Invitation.created_at.desc())).first()
    assert invitation is not None
    return invitation.user, invitation_path(invitation.id)


def test_whoever_holds_the_link_chooses_a_password_and_stands_at_the_next_step(
    link: tuple[User, str], client: GuardedClient, session: Session
) -> None:
    user, path = link
    assert "Elija su contraseña" in text_of(client.get(path))
    response = client.submit(path, password=GOOD_PASSWORD, password_confirm=GOOD_PASSWORD)
    assert (response.status_code, response.location) == (303, "/sign-in/next")
    assert client.get(response.location).location == "/sign-in/conduct"
    assert client.get("/account").status_code == 302
    assert actions_of(session)[-1] == "user:accepted_invitation"
    assert user.last_signed_in_at is None


def test_opening_the_link_uses_nothing_up(link: tuple[User, str], client: GuardedClient) -> None:
    _, path = link
    for _ in range(3):
        assert client.get(path).status_code == 200


def test_the_link_sent_twice_leads_on_both_times(link: tuple[User, str], client: GuardedClient, session: Session) -> None:
    _, path = link
    for _ in range(2):
        assert client.submit(path, password=GOOD_PASSWORD, password_confirm=GOOD_PASSWORD).location == "/sign-in/next"
    assert actions_of(session).count("user:accepted_invitation") == 1


def test_a_used_link_says_so_kindly_to_others(app: Flask, link: tuple[User, str], client: GuardedClient) -> None:
    _, path = link
    client.submit(path, password=GOOD_PASSWORD, password_confirm=GOOD_PASSWORD)
    stranger = app.test_client()
    response = stranger.get(path)
    assert (response.status_code, "Este enlace ya cumplió" in text_of(response)) == (410, True)
    assert stranger.post(path, data={"password": "x"}).status_code == 410


@pytest.mark.parametrize("token", ["A" * 64, "x", "%00", "..%2F..%2Fetc"])
def test_a_forged_link_opens_nothing(client: GuardedClient, token: str) -> None:
    assert client.get(f"/invitation/{token}").status_code == 404


@pytest.mark.parametrize(
    ("password", "confirm", "sentence"),
    [
        ("corta", "corta", "Escriba al menos 15 caracteres"),
        ("quipu quipu quipu", "quipu quipu quipu", "Es fácil de adivinar"),
        (GOOD_PASSWORD, "otra cosa distinta", "Las dos no son iguales"),
        ("", "", "Escriba una contraseña"),
    ],
)
def test_an_unsafe_password_is_refused_and_never_sent_back(
    link: tuple[User, str], client: GuardedClient, password: str, confirm: str, sentence: str
) -> None:
    user, path = link
    response = client.submit(path, password=password, password_confirm=confirm)
    assert (response.status_code, sentence in text_of(response)) == (422, True)
    assert not re.search(r'type="password"[^>]*value="[^"]', response.text)
    assert user.password is None


def test_inviting_again_shows_a_new_link(link: tuple[User, str], admin_client: GuardedClient, client: GuardedClient) -> None:
    user, path = link
    response = admin_client.submit(f"/accounts/{user.id}/invitations")
    assert response.location == f"/accounts/{user.id}/link"
    assert client.get(path).status_code == 410
    shown = admin_client.get(response.location).text
    assert path not in shown
    assert "/invitation/" in shown


def test_the_page_of_the_link_asks_to_hand_it_over_if_the_mail_does_not_arrive(
    link: tuple[User, str], admin_client: GuardedClient
) -> None:
    user, _ = link
    shown = admin_client.get(admin_client.submit(f"/accounts/{user.id}/invitations").location).text
    assert f"El enlace también se envía por correo a {user.email}; si no llega, cópielo y entréguelo usted." in shown
