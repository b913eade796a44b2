"""Passkeys: adding, the second step, the whole sign-in, and everything that is no valid passkey."""

from __future__ import annotations

import dataclasses
import json
import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import Office, Passkey, TotpKey, User
from app.accounts.permissions import Role
from app.accounts.second_factor.relying_party import RelyingParty, home_of_passkeys
from app.accounts.services import set_password
from tests.accounts.conftest import GOOD_PASSWORD, actions_of, text_of
from tests.accounts.software_passkey import SoftwarePasskey
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory, UserFactory, set_up_second_factor
from tests.guarded_client import GuardedClient

HERE = "http://localhost"
NEW = "/account/passkeys/new"


def options_on(page: TestResponse) -> dict[str, Any]:
    found = re.search(r'data-options="([^"]+)"', page.text)
    assert found, "the page offers no passkey"
    options: dict[str, Any] = json.loads(unescape(found[1]))
    return options


def opened(client: GuardedClient, path: str) -> TestResponse:
    return client.get(path, base_url=HERE)


def sent(client: GuardedClient, path: str, **fields: str) -> TestResponse:
    return client.post(path, data=fields, base_url=HERE)


def sent_to(client: GuardedClient, base_url: str, path: str, **fields: str) -> TestResponse:
    return client.post(path, data=fields, base_url=base_url)


def add(client: GuardedClient, passkey: SoftwarePasskey, name: str = "Mi teléfono") -> TestResponse:
    answer = passkey.create(options_on(opened(client, NEW)))
    form = {"credential": answer, "name": name}
    return sent(client, NEW, **form)


def options_of_sign_in(client: GuardedClient) -> dict[str, Any]:
    """What the button of the sign-in page asks for when it is pressed."""
    assert 'data-options="/sign-in/passkey/options"' in opened(client, "/sign-in").text
    options: dict[str, Any] = json.loads(sent(client, "/sign-in/passkey/options").text)
    return options


def sign_in_by(client: GuardedClient, passkey: SoftwarePasskey) -> TestResponse:
    return sent(client, "/sign-in/passkey", credential=passkey.get(options_of_sign_in(client)))


@pytest.fixture
def ana(session: Session, office: Office) -> User:
    user: User = UserFactory(office=office, email="ana@example.org", name="Ana Peñaranda")
    GrantFactory(user=user, office=office)
    set_password(user, GOOD_PASSWORD)
    session.commit()
    set_up_second_factor(user)
    return user


@pytest.fixture
def passkey(app: Flask, ana: User) -> SoftwarePasskey:
    """A passkey that Ana has added."""
    made = SoftwarePasskey()
    client = app.test_client()
    assert isinstance(client, GuardedClient)
    client.sign_in(ana)
    assert add(client, made).location == "/account/second-step"
    return made


def test_a_passkey_is_added_with_its_name_and_shown(app: Flask, session: Session, ana: User, client: GuardedClient) -> None:
    client.sign_in(ana)
    add(client, SoftwarePasskey())
    row = session.scalars(sa.select(Passkey)).one()
    assert (row.user_id, row.name, row.transports) == (ana.id, "Mi teléfono", ["internal"])
    assert "Mi teléfono" in text_of(opened(client, "/account/second-step"))
    assert actions_of(session) == ["user:passkey_added"]


def test_a_passkey_without_a_name_is_not_added(session: Session, ana: User, client: GuardedClient) -> None:
    client.sign_in(ana)
    answer = add(client, SoftwarePasskey(), name=" ")
    assert (answer.status_code, "Escriba un nombre" in text_of(answer)) == (422, True)
    assert session.scalars(sa.select(Passkey)).all() == []


def test_a_passkey_that_has_checked_the_person_signs_in_alone(
    client: GuardedClient, session: Session, passkey: SoftwarePasskey
) -> None:
    assert sign_in_by(client, passkey).location == "/"
    assert "Ana Peñaranda" in text_of(opened(client, "/account"))
    row = session.scalars(sa.select(Passkey)).one()
    assert row.sign_count == 1
    assert row.last_used_at is not None
    assert actions_of(session)[-1] == "user:signed_in"


def test_a_passkey_that_has_not_checked_the_person_is_no_whole_sign_in(client: GuardedClient, passkey: SoftwarePasskey) -> None:
    passkey.checks_person = False
    answer = sign_in_by(client, passkey)
    assert answer.location.startswith("/sign-in?")
    assert "no fue aceptada" in text_of(opened(client, "/sign-in"))
    assert opened(client, "/account").status_code == 302


def test_a_passkey_that_has_not_checked_the_person_is_a_second_step(client: GuardedClient, passkey: SoftwarePasskey) -> None:
    passkey.checks_person = False
    sent(client, "/sign-in", email="ana@example.org", password=GOOD_PASSWORD)
    options = options_on(opened(client, "/sign-in/code"))
    assert len(options["allowCredentials"]) == 1
    answer = sent(client, "/sign-in/code/passkey", credential=passkey.get(options))
    assert answer.location == "/"


def test_a_passkey_of_somebody_else_is_no_second_step(
    app: Flask, client: GuardedClient, session: Session, passkey: SoftwarePasskey, sign_in: SignIn
) -> None:
    stranger = sign_in(Role.CASEWORKER)
    their_own = SoftwarePasskey()
    add(stranger, their_own)
    sent(client, "/sign-in", email="ana@example.org", password=GOOD_PASSWORD)
    options = options_on(opened(client, "/sign-in/code"))
    answer = sent(client, "/sign-in/code/passkey", credential=their_own.get(options))
    assert answer.location == "/sign-in/code"
    assert actions_of(session)[-1] == "user:code_refused"


def test_an_answer_opens_once(app: Flask, client: GuardedClient, passkey: SoftwarePasskey) -> None:
    answer = passkey.get(options_of_sign_in(client))
    form = {"credential": answer}
    assert sent(client, "/sign-in/passkey", **form).location == "/"
    client.post("/sign-out", base_url=HERE)
    options_of_sign_in(client)
    assert sent(client, "/sign-in/passkey", **form).location != "/"


@pytest.mark.parametrize("origin", ["http://127.0.0.1", "https://localhost", "http://evil.example"])
def test_an_answer_from_another_address_is_refused(client: GuardedClient, passkey: SoftwarePasskey, origin: str) -> None:
    passkey.origin = origin
    assert sign_in_by(client, passkey).location != "/"


def test_a_copied_passkey_is_noticed_by_its_count(app: Flask, client: GuardedClient, passkey: SoftwarePasskey) -> None:
    passkey.sign_count = 7
    assert sign_in_by(client, passkey).location == "/"
    client.post("/sign-out", base_url=HERE)
    passkey.sign_count = 3
    assert sign_in_by(client, passkey).location != "/"


def test_a_disabled_account_has_no_passkey(client: GuardedClient, session: Session, ana: User, passkey: SoftwarePasskey) -> None:
    ana.active = False
    session.commit()
    assert sign_in_by(client, passkey).location != "/"


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "x" * 30_000, '{"response": {}}'])
def test_nonsense_is_no_passkey(client: GuardedClient, passkey: SoftwarePasskey, answer: str) -> None:
    options_of_sign_in(client)
    refused = sent(client, "/sign-in/passkey", credential=answer)
    assert refused.status_code == 303
    assert refused.location != "/"


def test_strangers_who_try_passwords_do_not_slow_a_passkey(client: GuardedClient, passkey: SoftwarePasskey) -> None:
    for _ in range(6):
        sent(client, "/sign-in", email="ana@example.org", password="no es esta frase")
    assert sign_in_by(client, passkey).location == "/"


def test_the_same_device_is_not_added_twice(session: Session, client: GuardedClient, ana: User, passkey: SoftwarePasskey) -> None:
    client.sign_in(ana)
    assert len(options_on(opened(client, NEW))["excludeCredentials"]) == 1
    assert add(client, passkey).status_code == 422
    assert len(session.scalars(sa.select(Passkey)).all()) == 1


def test_the_first_second_factor_may_be_a_passkey(client: GuardedClient, session: Session, office: Office) -> None:
    user: User = UserFactory(office=office, email="eva@example.org")
    GrantFactory(user=user, office=office)
    set_password(user, GOOD_PASSWORD)
    session.commit()
    sent(client, "/sign-in", email="eva@example.org", password=GOOD_PASSWORD)
    sent(client, "/sign-in/conduct", is_accepted="y")
    answer = SoftwarePasskey().create(options_on(opened(client, "/sign-in/set-up")))
    form = {"credential": answer}
    assert sent(client, "/sign-in/set-up/passkey", **form).location == "/sign-in/printed-codes"


def test_a_passkey_is_removed_by_its_owner_only(
    client: GuardedClient, session: Session, passkey: SoftwarePasskey, sign_in: SignIn
) -> None:
    row = session.scalars(sa.select(Passkey)).one()
    path = f"/account/passkeys/{row.id}/remove"
    stranger = sign_in(Role.CASEWORKER)
    assert stranger.get(path).status_code == 404
    assert stranger.submit(path).status_code == 404
    client.sign_in(session.get_one(User, row.user_id))
    assert "Mi teléfono" in text_of(client.get(path))
    assert client.submit(path).location == "/account/second-step"
    assert actions_of(session)[-1] == "user:passkey_removed"
    client.post("/sign-out")
    assert sign_in_by(client, passkey).location != "/"


def test_the_only_second_factor_is_not_removed(
    client: GuardedClient, session: Session, ana: User, passkey: SoftwarePasskey
) -> None:
    session.execute(sa.delete(TotpKey))
    session.commit()
    client.sign_in(ana)
    row = session.scalars(sa.select(Passkey)).one()
    assert client.submit(f"/account/passkeys/{row.id}/remove").status_code == 409
    assert "Quitar llave de acceso" not in text_of(client.get("/account/second-step"))


@pytest.mark.usefixtures("session")
def test_where_passkeys_do_not_work_the_page_says_where_they_do(client: GuardedClient) -> None:
    numeric = "http://127.0.0.1"
    assert 'href="http://localhost"' in client.get("/sign-in", base_url=numeric).text
    assert sent_to(client, numeric, "/sign-in/passkey/options").status_code == 404
    assert sent_to(client, numeric, "/sign-in/passkey", credential="{}").status_code == 303


@pytest.mark.parametrize(
    ("public_url", "home"),
    [
        ("http://127.0.0.1:8000", RelyingParty("localhost", "http://localhost:8000")),
        ("http://localhost", RelyingParty("localhost", "http://localhost")),
        ("https://quipu.example.org", RelyingParty("quipu.example.org", "https://quipu.example.org")),
        ("https://quipu.example.org:8443", RelyingParty("quipu.example.org", "https://quipu.example.org:8443")),
        ("http://quipu.example.org", None),
        ("https://192.0.2.7", None),
        ("http://192.0.2.7:8000", None),
    ],
)
def test_passkeys_belong_to_a_name_over_https_or_to_this_machine(
    app: Flask, monkeypatch: pytest.MonkeyPatch, public_url: str, home: RelyingParty | None
) -> None:
    settings = dataclasses.replace(app.extensions["settings"], public_url=public_url)
    monkeypatch.setitem(app.extensions, "settings", settings)
    with app.test_request_context():
        assert home_of_passkeys() == home
