"""Requests for another host or of other sites, and addresses that no page has."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask

from app import create_app
from app.accounts.permissions import Role
from app.web.own_addresses import own_hosts, own_origins
from tests.conftest import SignIn
from tests.guarded_client import GuardedClient, faults_of_page

CHOICE = {"language": "en", "back": "/x"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "https://localhost.evil.example"},
        {"Origin": "http://evil.example:80"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "http://localhost.", "Host": "localhost"},
        {"Origin": "http://evil.example", "Host": "evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_that_another_site_sends_changes_nothing(client: GuardedClient, headers: dict[str, str]) -> None:
    answer = client.post("/language", data=CHOICE, headers=headers)
    assert answer.status_code == 400
    with client.session_transaction() as visitor:
        assert "locale" not in visitor


@pytest.mark.parametrize("origin", [None, "null", "http://localhost", "http://127.0.0.1"])
def test_a_form_of_this_site_is_taken_also_where_the_browser_keeps_its_origin_to_itself(
    client: GuardedClient, origin: str | None
) -> None:
    answer = client.post("/language", data=CHOICE, headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"} if origin else {})
    assert (answer.status_code, answer.location) == (303, "/x")


def test_only_pages_that_partners_use_take_forms_that_hide_their_origin(sign_in: SignIn) -> None:
    answer = sign_in(Role.CASEWORKER).post("/search", data={"q": "Rojas"}, headers={"Origin": "null"})
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:81", "127.0.0.1:8000", "evil.example:80"])
def test_a_forged_host_is_refused_in_words_and_nothing_names_it(client: GuardedClient, host: str) -> None:
    for path in ("/", "/sign-in", "/no-such-page", "/r/x"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "http://localhost" in answer.text
        assert "evil" not in answer.text + str(answer.headers)
        assert faults_of_page(answer.text) == []


def test_what_this_machine_asks_itself_needs_no_name(client: GuardedClient) -> None:
    assert client.get("/healthz", headers={"Host": "10.1.2.3:8000"}).status_code != 400


def test_a_public_address_has_one_host_and_one_origin() -> None:
    assert own_hosts("https://quipu.example") == {"quipu.example"}
    assert own_origins("https://quipu.example:8443") == {"https://quipu.example:8443"}


def test_a_local_address_has_all_names_of_its_machine() -> None:
    assert own_hosts("http://127.0.0.1:8000") == {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}
    assert own_origins("http://[::1]") == {"http://127.0.0.1", "http://localhost", "http://[::1]"}


@pytest.mark.parametrize("address", ["/catalogue/services/%00", "/catalogue/action-points/a%00b", "/no/%00"])
def test_an_address_with_a_character_that_no_text_holds_is_not_found(sign_in: SignIn, address: str) -> None:
    assert sign_in(Role.CASEWORKER).get(address).status_code == 404


CLAIMS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Host": "evil.example"}


@pytest.mark.parametrize(
    ("settings", "address", "is_secure"),
    [
        ({"public_url": "https://localhost"}, "198.51.100.7", True),
        ({"has_proxy": True}, "198.51.100.7", True),
        ({}, "127.0.0.1", False),
    ],
)
def test_what_a_proxy_says_counts_only_where_one_stands_and_for_one_hop(
    app: Flask, settings: dict[str, object], address: str, is_secure: bool
) -> None:
    own = dataclasses.replace(app.extensions["settings"], **settings)  # type: ignore[arg-type]
    application = create_app(own)
    seen: list[tuple[str | None, bool, str]] = []

    @application.before_request
    def note() -> None:
        from flask import request

        seen.append((request.remote_addr, request.is_secure, request.host))

    application.test_client().get("/sign-in", headers=CLAIMS)
    assert seen == [(address, is_secure, "localhost")]
