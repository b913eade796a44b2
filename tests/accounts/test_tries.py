"""Wrong passwords and codes are slowed more and more, and nobody is ever locked out."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Office, TryCount, User
from app.accounts.policies import delays
from app.accounts.services import set_password, tries
from app.accounts.services.tries import Counter
from ops.one_time_codes import code_of
from tests.accounts.conftest import GOOD_PASSWORD, Pass, text_of
from tests.factories.accounts import GrantFactory, UserFactory, set_up_second_factor
from tests.guarded_client import GuardedClient

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
EMAIL = "ana@example.org"


@pytest.mark.parametrize(
    ("count", "seconds"), [(0, 0), (1, 0), (2, 0), (3, 0), (4, 1), (5, 2), (6, 4), (11, 128), (12, 256), (13, 300), (10**9, 300)]
)
def test_the_delay_grows_and_has_an_end(count: int, seconds: int) -> None:
    assert delays.delay_after(count, delays.OF_AN_ACCOUNT) == timedelta(seconds=seconds)


def test_a_whole_office_behind_one_address_has_many_tries_and_a_short_wait() -> None:
    assert delays.delay_after(30, delays.OF_A_NETWORK) == timedelta()
    assert delays.delay_after(10**6, delays.OF_A_NETWORK) == timedelta(minutes=1)


def test_the_wait_is_counted_from_the_last_try_and_forgotten_after_a_day() -> None:
    assert delays.time_to_wait(6, NOON, NOON + timedelta(seconds=1), delays.OF_AN_ACCOUNT) == timedelta(seconds=3)
    assert delays.time_to_wait(6, NOON, NOON + timedelta(seconds=4), delays.OF_AN_ACCOUNT) == timedelta()
    assert delays.tries_that_count(50, NOON, NOON + timedelta(hours=24), delays.OF_AN_ACCOUNT) == 0


@pytest.fixture
def ana(session: Session, office: Office) -> User:
    user: User = UserFactory(office=office, email=EMAIL)
    GrantFactory(user=user, office=office)
    set_password(user, GOOD_PASSWORD)
    session.commit()
    return user


WRONG = "no es esta frase"


def attempt(client: GuardedClient, password: str = WRONG, email: str = EMAIL) -> int:
    return client.post("/sign-in", data={"email": email, "password": password}).status_code


@pytest.mark.parametrize("email", [EMAIL, "nadie@example.org"])
def test_the_fifth_wrong_password_waits_whether_the_account_exists_or_not(client: GuardedClient, ana: User, email: str) -> None:
    assert [attempt(client, email=email) for _ in range(5)] == [422, 422, 422, 422, 429]
    answer = client.post("/sign-in", data={"email": email, "password": GOOD_PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert "Espere 1 segundo y vuelva a intentar" in text_of(answer)
    assert client.get("/sign-in").status_code == 200


def test_the_right_password_works_after_the_wait_and_begins_the_count_anew(
    client: GuardedClient, session: Session, ana: User, let_pass: Pass
) -> None:
    for _ in range(8):
        attempt(client)
        let_pass(300)
    assert attempt(client, GOOD_PASSWORD) == 302
    assert [attempt(client) for _ in range(5)] == [422, 422, 422, 422, 429]


def test_a_try_during_the_wait_does_not_make_it_longer(client: GuardedClient, ana: User, let_pass: Pass) -> None:
    for _ in range(4):
        attempt(client)
    for _ in range(20):
        assert attempt(client) == 429
    let_pass(1)
    assert attempt(client, GOOD_PASSWORD) == 302


def test_no_wait_is_longer_than_five_minutes_however_long_somebody_tries(
    client: GuardedClient, session: Session, ana: User, let_pass: Pass
) -> None:
    attempt(client)
    session.execute(sa.update(TryCount).values(count=100_000, last_tried_at=tries.now()))
    session.commit()
    answer = client.post("/sign-in", data={"email": EMAIL, "password": GOOD_PASSWORD})
    assert answer.headers["Retry-After"] == "300"
    assert "Espere 5 minutos" in text_of(answer)
    let_pass(300)
    assert attempt(client, GOOD_PASSWORD) == 302


def test_a_stranger_cannot_slow_a_device_that_the_account_knows(
    app: Flask, client: GuardedClient, session: Session, ana: User, let_pass: Pass
) -> None:
    secret = set_up_second_factor(ana)
    attempt(client, GOOD_PASSWORD)
    client.submit("/sign-in/code", one_time_code=code_of(secret))
    client.post("/sign-out")
    stranger = app.test_client()
    assert isinstance(stranger, GuardedClient)
    assert [attempt(stranger) for _ in range(5)][-1] == 429
    assert attempt(stranger, GOOD_PASSWORD) == 429
    assert attempt(client, GOOD_PASSWORD) == 302


def test_a_known_device_is_slowed_for_its_own_wrong_passwords(client: GuardedClient, ana: User) -> None:
    secret = set_up_second_factor(ana)
    attempt(client, GOOD_PASSWORD)
    client.submit("/sign-in/code", one_time_code=code_of(secret))
    client.post("/sign-out")
    assert [attempt(client) for _ in range(5)] == [422, 422, 422, 422, 429]


def test_a_forged_device_cookie_is_no_known_device(app: Flask, client: GuardedClient, ana: User) -> None:
    for _ in range(4):
        attempt(client)
    client.set_cookie("quipu_device", "WyJ4IixbInkiXV0.forged")
    assert attempt(client, GOOD_PASSWORD) == 429


def test_many_accounts_tried_from_one_address_are_slowed_too(client: GuardedClient, session: Session, ana: User) -> None:
    attempt(client, email="x@example.org")
    network = Counter.of_network("127.0.0.1").counted_for
    session.execute(sa.update(TryCount).where(TryCount.counted_for == network).values(count=40, last_tried_at=tries.now()))
    session.commit()
    assert attempt(client, GOOD_PASSWORD) == 429


def test_wrong_codes_are_slowed_by_their_own_count(client: GuardedClient, ana: User, let_pass: Pass) -> None:
    secret = set_up_second_factor(ana)
    attempt(client, GOOD_PASSWORD)
    answers = [client.submit("/sign-in/code", one_time_code="000000") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    assert "Espere 1 segundo" in text_of(answers[-1])
    assert client.submit("/sign-in/code", one_time_code=code_of(secret)).status_code == 429
    let_pass(1)
    assert client.submit("/sign-in/code", one_time_code=code_of(secret)).location == "/"


def test_a_new_password_try_does_not_wash_wrong_codes_away(client: GuardedClient, ana: User) -> None:
    set_up_second_factor(ana)
    for _ in range(4):
        attempt(client, GOOD_PASSWORD)
        client.submit("/sign-in/code", one_time_code="000000")
    attempt(client, GOOD_PASSWORD)
    assert client.submit("/sign-in/code", one_time_code="000000").status_code == 429


def test_counts_outlive_the_process_and_name_nobody(client: GuardedClient, session: Session, ana: User) -> None:
    attempt(client)
    kept = session.execute(sa.text("SELECT row_to_json(try_count)::text FROM try_count")).scalars().all()
    assert len(kept) == 2
    assert not any(word in row for row in kept for word in ("ana", "example", "127.0.0.1"))


def test_old_counts_are_deleted(session: Session) -> None:
    tries.count_try([Counter.of_account("password", EMAIL)])
    assert tries.forget_old_tries() == 0
    session.execute(sa.update(TryCount).values(last_tried_at=tries.now() - timedelta(hours=25)))
    assert tries.forget_old_tries() == 1


def test_unknown_people_wait_for_the_same_argon2_as_known_ones(client: GuardedClient, session: Session, ana: User) -> None:
    def seconds(email: str) -> float:
        session.execute(sa.delete(TryCount))
        session.commit()
        began = time.process_time()
        attempt(client, email=email)
        return time.process_time() - began

    known, unknown = (statistics.median(seconds(email) for _ in range(5)) for email in (EMAIL, "nadie@example.org"))
    assert 0.5 < known / unknown < 2
    assert unknown > 0.01, "no password was hashed for an unknown person"
