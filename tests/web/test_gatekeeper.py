"""Requests of other sites, and addresses that no page has."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.permissions import Role
from tests.conftest import SignIn
from tests.guarded_client import GuardedClient


@pytest.mark.parametrize("origin", ["http://evil.example", "https://localhost.evil.example", "http://evil.example:80"])
def test_a_form_that_another_site_sends_changes_nothing(client: GuardedClient, origin: str) -> None:
    answer = client.post("/language", data={"language": "en", "back": "/x"}, headers={"Origin": origin})
    assert answer.status_code == 400
    with client.session_transaction() as cookie:
        assert "locale" not in cookie


@pytest.mark.parametrize("origin", [None, "null", "http://localhost", "{public_url}"])
def test_a_form_of_this_site_is_taken_also_where_the_browser_keeps_its_origin_to_itself(
    app: Flask, client: GuardedClient, origin: str | None
) -> None:
    own = origin and origin.format(public_url=app.extensions["settings"].public_url)
    answer = client.post("/language", data={"language": "en", "back": "/x"}, headers={"Origin": own} if own else {})
    assert (answer.status_code, answer.location) == (303, "/x")


@pytest.mark.parametrize("address", ["/catalogue/services/%00", "/catalogue/action-points/a%00b", "/no/%00"])
def test_an_address_with_a_character_that_no_text_holds_is_not_found(sign_in: SignIn, address: str) -> None:
    assert sign_in(Role.CASEWORKER).get(address).status_code == 404
