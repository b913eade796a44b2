"""Step-up: what takes data out or changes how somebody signs in asks for the second factor again."""

from __future__ import annotations

import time

import pytest
from sqlalchemy.orm import Session

from app.accounts.freshness import FRESH_FOR, PROVED_AT, TIME_TO_FILL_IN
from app.accounts.permissions import Role
from app.foundation.ids import new_id
from ops.one_time_codes import code_of
from tests.accounts.conftest import text_of
from tests.conftest import SignIn
from tests.factories.accounts import set_up_second_factor
from tests.guarded_client import GuardedClient

PAGE = "/account/second-step/app"


def proved(client: GuardedClient, *, seconds_ago: float) -> None:
    with client.session_transaction() as cookie:
        cookie[PROVED_AT] = time.time() - seconds_ago


@pytest.fixture
def client_and_secret(session: Session, sign_in: SignIn) -> tuple[GuardedClient, str]:
    client = sign_in(Role.CASEWORKER)
    return client, set_up_second_factor(client.user)


def test_a_fresh_proof_opens_the_page_at_once(sign_in: SignIn) -> None:
    assert sign_in(Role.CASEWORKER).get(PAGE).status_code == 200


def test_an_old_proof_is_renewed_and_leads_back_to_where_one_was(client_and_secret: tuple[GuardedClient, str]) -> None:
    client, secret = client_and_secret
    proved(client, seconds_ago=FRESH_FOR.total_seconds() + 1)
    asked = client.get(f"{PAGE}?x=1")
    assert (asked.status_code, asked.location) == (303, f"/account/prove?next={PAGE}?x%3D1")
    assert "¿Sigue siendo usted?" in text_of(client.get(asked.location))
    wrong = client.submit(asked.location, one_time_code="000000")
    assert wrong.status_code == 422
    assert client.submit(asked.location, one_time_code=code_of(secret)).location == f"{PAGE}?x=1"
    assert client.get(PAGE).status_code == 200


def test_a_form_opened_in_time_may_be_sent_later(client_and_secret: tuple[GuardedClient, str]) -> None:
    client, _ = client_and_secret
    proved(client, seconds_ago=FRESH_FOR.total_seconds() + 60)
    assert client.submit(PAGE, one_time_code="000000").status_code == 422
    proved(client, seconds_ago=(FRESH_FOR + TIME_TO_FILL_IN).total_seconds() + 1)
    assert client.submit(PAGE, one_time_code="000000").location == f"/account/prove?next={PAGE}"


def test_a_session_without_any_proof_is_never_fresh(client_and_secret: tuple[GuardedClient, str]) -> None:
    client, _ = client_and_secret
    with client.session_transaction() as cookie:
        del cookie[PROVED_AT]
    assert client.get(PAGE).status_code == 303


def test_a_proof_from_the_future_is_none(client_and_secret: tuple[GuardedClient, str]) -> None:
    client, _ = client_and_secret
    proved(client, seconds_ago=-3600)
    assert client.get(PAGE).status_code == 303


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_proving_never_leads_to_another_site(client_and_secret: tuple[GuardedClient, str], wanted: str) -> None:
    client, secret = client_and_secret
    answer = client.submit(f"/account/prove?next={wanted}", one_time_code=code_of(secret))
    assert answer.location == "/account/second-step"


def test_wrong_codes_are_slowed_here_too(client_and_secret: tuple[GuardedClient, str]) -> None:
    client, _ = client_and_secret
    answers = [client.submit("/account/prove", one_time_code="000000").status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]


def test_a_role_that_may_not_open_the_page_is_told_so_before_it_is_asked_again(sign_in: SignIn) -> None:
    client = sign_in(Role.CASEWORKER)
    proved(client, seconds_ago=3600)
    assert client.get(f"/accounts/{client.user.id}/second-step/reset").status_code == 403


def test_a_file_leads_back_to_the_page_that_offers_it(sign_in: SignIn) -> None:
    """A file that came in answer to the proof would leave the reader before a form that has done its work."""
    client = sign_in(Role.REPORTING_OFFICER)
    proved(client, seconds_ago=3600)
    report = f"/reports/{new_id()}"
    asked = client.get(f"{report}/es.pdf", headers={"Referer": f"http://localhost{report}"})
    assert asked.location == f"/account/prove?next={report}"
    assert client.get(f"{report}/es.pdf").location == "/account/prove?next=/"
    assert client.get(f"{report}/es.pdf", headers={"Referer": "http://evil.example/x"}).location == "/account/prove?next=/"


def test_the_password_is_changed_only_by_somebody_who_has_just_proved_themselves(sign_in: SignIn) -> None:
    client = sign_in(Role.CASEWORKER)
    proved(client, seconds_ago=3600)
    assert client.get("/account/password").location == "/account/prove?next=/account/password"
