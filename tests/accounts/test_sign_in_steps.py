"""Between password and first page: the steps, in their order, none of which an address skips."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import ConductAcceptance, Office, RecoveryCode, TotpKey, User
from app.accounts.second_factor import half_signed_in
from app.accounts.services import second_factor, set_password
from app.foundation.actor import system_actor
from app.foundation.clock import now
from app.foundation.encryption import SealBroken
from ops.one_time_codes import STEP_SECONDS, code_of
from tests.accounts.conftest import GOOD_PASSWORD, actions_of, text_of
from tests.architecture.test_doors import HTTP_VERBS, PUBLIC, rules_of, sample_of
from tests.factories.accounts import GrantFactory, UserFactory, forget_used_codes, set_up_second_factor
from tests.guarded_client import GuardedClient

STEPS = ("/sign-in/code", "/sign-in/conduct", "/sign-in/set-up", "/sign-in/printed-codes")


@pytest.fixture
def newcomer(session: Session, office: Office) -> User:
    """Somebody with a password and nothing else."""
    user: User = UserFactory(office=office, email="ana@example.org", name="Ana Peñaranda")
    GrantFactory(user=user, office=office)
    set_password(user, GOOD_PASSWORD)
    session.commit()
    return user


@pytest.fixture
def secret(newcomer: User) -> str:
    """The newcomer has been here before: gives the secret of their app."""
    return set_up_second_factor(newcomer)


def give_password(client: GuardedClient) -> str:
    """The address of the step that is due after a right password."""
    client.post("/sign-in", data={"email": "ana@example.org", "password": GOOD_PASSWORD})
    return str(client.get("/sign-in/next").location)


def typed_key(page: TestResponse) -> str:
    found = re.search(r'q-typed-key">([A-Z2-7 ]+)<', page.text)
    assert found
    return found[1].replace(" ", "")


def codes_on(page: TestResponse) -> list[str]:
    return [unescape(code) for code in re.findall(r'<li class="q-code">([\d ]+)</li>', page.text)]


def test_the_first_sign_in_goes_through_all_steps_and_then_home(client: GuardedClient, session: Session, newcomer: User) -> None:
    assert give_password(client) == "/sign-in/conduct"
    assert "Protección contra la explotación y el abuso sexuales" in text_of(client.get("/sign-in/conduct"))
    assert client.submit("/sign-in/conduct", is_accepted="y").location == "/sign-in/set-up"
    key = typed_key(client.get("/sign-in/set-up"))
    assert client.submit("/sign-in/set-up", one_time_code=code_of(key)).location == "/sign-in/printed-codes"
    assert len(codes_on(client.get("/sign-in/printed-codes"))) == 10
    assert client.get("/account").status_code == 302
    assert client.submit("/sign-in/printed-codes").location == "/"
    assert "Ana Peñaranda" in text_of(client.get("/account"))
    assert actions_of(session) == [
        "user:conduct_accepted",
        "user:second_factor_set",
        "user:recovery_codes_made",
        "user:recovery_codes_kept",
        "user:signed_in",
    ]


def test_the_page_that_was_asked_for_comes_after_all_steps(client: GuardedClient, newcomer: User, secret: str) -> None:
    client.post("/sign-in?next=/account", data={"email": newcomer.email, "password": GOOD_PASSWORD})
    assert client.submit("/sign-in/code", one_time_code=code_of(secret)).location == "/account"


def test_a_password_alone_opens_no_page_of_the_house(app: Flask, client: GuardedClient, newcomer: User, secret: str) -> None:
    """Every route, by each of its methods, in the half-signed-in state: as for somebody who never gave a password."""
    assert give_password(client) == "/sign-in/code"
    stranger = app.test_client()
    for rule in rules_of(app):
        if rule.endpoint in PUBLIC:
            continue
        with app.test_request_context():
            address = rule.build({name: sample_of(one) for name, one in rule._converters.items()})[1]  # type: ignore[index]
        for method in HTTP_VERBS & (rule.methods or set()):
            answer = client.open(address, method=method)
            assert (answer.status_code, answer.location.split("?")[0]) == (302, "/sign-in"), f"{method} {address}"
            assert stranger.open(address, method=method).location == answer.location
    assert client.get("/").location == "/sign-in"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_address_skips_the_code(client: GuardedClient, newcomer: User, secret: str, method: str) -> None:
    give_password(client)
    for step in (*STEPS[1:], "/sign-in/set-up/passkey"):
        answer = client.open(step, method=method, data={"is_accepted": "y", "one_time_code": code_of(secret)})
        assert answer.status_code == 405 or answer.location == "/sign-in/code", step
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_address_skips_the_code_of_conduct(client: GuardedClient, newcomer: User, method: str) -> None:
    give_password(client)
    for step in ("/sign-in/set-up", "/sign-in/printed-codes", "/sign-in/code", "/sign-in/next"):
        answer = client.open(step, method=method, data={"one_time_code": "123456"})
        assert answer.status_code == 405 or answer.location == "/sign-in/conduct", step


@pytest.mark.parametrize("step", STEPS)
def test_nobody_stands_at_a_step_without_a_password(client: GuardedClient, session: Session, step: str) -> None:
    assert client.get(step).location == "/sign-in"
    assert client.submit(step, is_accepted="y", one_time_code="123456").location == "/sign-in"


def test_not_accepting_the_code_of_conduct_leads_no_further(client: GuardedClient, newcomer: User) -> None:
    give_password(client)
    answer = client.submit("/sign-in/conduct")
    assert (answer.status_code, "marque esta casilla" in text_of(answer)) == (422, True)


def test_a_new_version_of_the_code_of_conduct_is_asked_at_the_next_sign_in(
    client: GuardedClient, session: Session, newcomer: User, secret: str
) -> None:
    session.execute(sa.update(ConductAcceptance).values(version=0))
    session.commit()
    assert give_password(client) == "/sign-in/code"
    assert client.submit("/sign-in/code", one_time_code=code_of(secret)).location == "/sign-in/conduct"
    assert client.submit("/sign-in/conduct", is_accepted="y").location == "/"


def test_a_sign_in_that_was_begun_ends_after_half_an_hour(
    client: GuardedClient, newcomer: User, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(client)
    monkeypatch.setattr(half_signed_in, "now", lambda: now() + timedelta(minutes=31))
    assert client.submit("/sign-in/code", one_time_code=code_of(secret)).location == "/sign-in"


def test_a_sign_in_that_was_begun_ends_with_the_account(
    client: GuardedClient, session: Session, newcomer: User, secret: str
) -> None:
    give_password(client)
    newcomer.active = False
    session.commit()
    assert client.submit("/sign-in/code", one_time_code=code_of(secret)).location == "/sign-in"


def test_a_code_opens_once(app: Flask, client: GuardedClient, newcomer: User, secret: str) -> None:
    code = code_of(secret)
    give_password(client)
    assert client.submit("/sign-in/code", one_time_code=code).location == "/"
    thief = app.test_client()
    assert isinstance(thief, GuardedClient)
    give_password(thief)
    refused = thief.submit("/sign-in/code", one_time_code=code)
    assert (refused.status_code, "ya se usó" in text_of(refused)) == (422, True)
    assert thief.get("/account").status_code == 302


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_code_of_the_neighbouring_half_minute_is_taken_and_no_other(
    client: GuardedClient, secret: str, steps: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    middle = now().replace(second=15, microsecond=0)
    monkeypatch.setattr(second_factor.apps, "now", lambda: middle)
    give_password(client)
    answer = client.submit("/sign-in/code", one_time_code=code_of(secret, middle.timestamp() + steps * STEP_SECONDS))
    assert answer.status_code == status


def test_an_earlier_code_is_not_taken_after_a_later_one(client: GuardedClient, newcomer: User, secret: str) -> None:
    give_password(client)
    moment = now().timestamp()
    client.submit("/sign-in/code", one_time_code=code_of(secret, moment + STEP_SECONDS))
    client.post("/sign-out")
    give_password(client)
    assert client.submit("/sign-in/code", one_time_code=code_of(secret, moment)).status_code == 422


@pytest.mark.parametrize("typed", ["", "abc", "12345", "1" * 7, "١٢٣٤٥٦", "000000; DROP", "9" * 41])
def test_nonsense_is_no_code(client: GuardedClient, newcomer: User, secret: str, typed: str) -> None:
    give_password(client)
    assert client.submit("/sign-in/code", one_time_code=typed).status_code == 422


def test_a_wrong_code_is_written_down_and_not_shown_again(
    client: GuardedClient, session: Session, newcomer: User, secret: str
) -> None:
    give_password(client)
    refused = client.submit("/sign-in/code", one_time_code="918273")
    assert "918273" not in refused.text
    assert actions_of(session) == ["user:code_refused"]


def test_a_printed_code_opens_once(client: GuardedClient, session: Session, newcomer: User, secret: str) -> None:
    actor = system_actor("tests")
    first, second = second_factor.make_codes(actor, newcomer, how_many=2)
    second_factor.keep_codes(actor, newcomer)
    session.commit()
    for code, status in ((f"{first[:4]}-{first[4:8]} {first[8:]}", 303), (first, 422), (second, 303)):
        give_password(client)
        assert client.submit("/sign-in/code", one_time_code=code).status_code == status
        client.post("/sign-out")
    assert actions_of(session).count("user:recovery_code_used") == 2


def test_printed_codes_stay_the_same_until_the_person_has_them(client: GuardedClient, session: Session, newcomer: User) -> None:
    give_password(client)
    client.submit("/sign-in/conduct", is_accepted="y")
    client.submit("/sign-in/set-up", one_time_code=code_of(typed_key(client.get("/sign-in/set-up"))))
    shown = codes_on(client.get("/sign-in/printed-codes"))
    assert codes_on(client.get("/sign-in/printed-codes")) == shown
    client.submit("/sign-in/printed-codes")
    assert client.get("/sign-in/printed-codes").location == "/sign-in"
    hashes = session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert all(one.startswith("$argon2id$") for one in hashes)


def test_somebody_who_left_before_printing_is_shown_new_codes_at_the_next_sign_in(
    client: GuardedClient, session: Session, newcomer: User, secret: str
) -> None:
    session.execute(sa.update(RecoveryCode).values(kept_at=None))
    session.commit()
    give_password(client)
    assert client.submit("/sign-in/code", one_time_code=code_of(secret)).location == "/sign-in/printed-codes"
    assert len(codes_on(client.get("/sign-in/printed-codes"))) == 10


def test_the_picture_stays_the_same_when_the_page_is_loaded_again(client: GuardedClient, newcomer: User) -> None:
    give_password(client)
    client.submit("/sign-in/conduct", is_accepted="y")
    first, second = client.get("/sign-in/set-up"), client.submit("/sign-in/set-up", one_time_code="000000")
    assert typed_key(first) == typed_key(second)
    assert "data:image/svg+xml;base64," in first.text
    assert "otpauth://totp/Quipu:ana@example.org?" in unescape(first.text)


def test_the_key_of_an_app_is_sealed_and_bound_to_its_user(session: Session, newcomer: User, secret: str) -> None:
    row = session.scalars(sa.select(TotpKey)).one()
    assert base64.b32decode(secret) not in row.sealed_key
    other: User = UserFactory()
    row.user_id = other.id
    session.flush()
    with pytest.raises(SealBroken):
        second_factor.prove_by_app(other, code_of(secret))


def test_codes_can_be_used_again_once_a_test_forgets_them(client: GuardedClient, newcomer: User, secret: str) -> None:
    """The control of the tests above: it is the replay that is refused, not the second sign-in."""
    for _ in range(2):
        give_password(client)
        assert client.submit("/sign-in/code", one_time_code=code_of(secret)).location == "/"
        client.post("/sign-out")
        forget_used_codes(newcomer)
