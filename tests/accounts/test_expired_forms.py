"""A form whose session is gone is never lost and never carried out unseen: it is shown again, to its writer only."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import HeldForm
from app.accounts.permissions import Role
from app.foundation.drafts import Draft, browser_owner
from app.foundation.ids import new_id
from app.people.models import Person
from tests.accounts.conftest import text_of
from tests.conftest import SignIn
from tests.guarded_client import GuardedClient

PAGE = "/people/new"
OWN = {"Origin": "http://localhost"}
FOREIGN = {"Origin": "https://elsewhere.example"}


@pytest.fixture
def client(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> GuardedClient:
    client = sign_in(Role.CASEWORKER, name="Ana Peñaranda")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return client


@pytest.fixture
def visitor(app: Flask, client: GuardedClient) -> Any:
    """The same browser after its cookie is gone."""
    return app.test_client()


def typed(client: GuardedClient, **fields: str) -> dict[str, str]:
    own = {"submission_id": str(new_id()), "draft_owner": browser_owner(client.user.id), "csrf_token": "of-a-session-that-ended"}
    return {**own, "given_names": "Yusneidy", "surname_1": "Quintana", **fields}


def count(session: Session, table: Any) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_without_a_session_the_page_says_so_and_carries_what_was_typed(
    client: GuardedClient, visitor: Any, session: Session
) -> None:
    answer = visitor.post(f"{PAGE}?from=ab", data=typed(client, password="geheim"), headers=OWN)
    assert answer.status_code == 401
    words = text_of(answer)
    assert "Su sesión terminó" in words
    assert "No se guardó nada" not in words
    assert "Error 400" not in words
    assert 'name="given_names" value="Yusneidy"' in answer.text
    assert "geheim" not in answer.text
    ways = [parse_qs(urlsplit(unescape(way)).query) for way in re.findall(r'href="(/sign-in[^"]+)"', answer.text)]
    assert ways == [{"next": [f"{PAGE}?from=ab"]}] * 2
    assert (count(session, Draft), count(session, HeldForm), count(session, Person)) == (0, 0, 0)


def test_signed_in_again_the_same_form_opens_filled_and_waits_to_be_saved(client: GuardedClient, session: Session) -> None:
    fields = typed(client)
    answer = client.post(PAGE, data=fields, headers=OWN)
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?draft={fields['submission_id']}")
    assert count(session, Person) == 0
    page = client.get(answer.location)
    assert re.search(r'id="given_names"[^>]*value="Yusneidy"', page.text)
    assert "mírelo una vez más y guárdelo" in text_of(page)
    assert f'data-settled-draft="{fields["submission_id"]}"' in page.text


def test_a_form_of_another_site_is_neither_kept_nor_shown_again(client: GuardedClient, visitor: Any, session: Session) -> None:
    for browser in (client, visitor):
        for headers in (FOREIGN, {}, {"Sec-Fetch-Site": "cross-site"}):
            answer = browser.post(PAGE, data=typed(client), headers=headers)
            assert answer.status_code == 400
            assert "Yusneidy" not in answer.text
    assert count(session, Draft) == 0


def test_what_somebody_else_typed_into_the_same_phone_is_not_kept_under_another_name(
    client: GuardedClient, sign_in: SignIn, session: Session
) -> None:
    other = sign_in(Role.CASEWORKER, name="Beto")
    answer = other.post(PAGE, data=typed(client), headers=OWN)
    assert answer.status_code == 409
    assert "Yusneidy" not in answer.text
    assert count(session, Draft) == 0


def test_a_form_without_drafts_is_offered_with_a_button_that_saves_it_in_ones_name(
    client: GuardedClient, session: Session
) -> None:
    answer = client.post("/search", data={"q": "Rojas", "csrf_token": "old"}, headers=OWN)
    assert answer.status_code == 400
    assert "Ana Peñaranda" in text_of(answer)
    assert 'name="q" value="Rojas"' in answer.text


def test_the_script_learns_that_nobody_is_signed_in(client: GuardedClient, visitor: Any, session: Session) -> None:
    answer = visitor.post(PAGE, data=typed(client, keep_draft="quietly"), headers=OWN)
    assert (answer.status_code, count(session, Draft)) == (401, 0)


def test_a_form_with_nothing_in_it_leads_to_the_sign_in(client: GuardedClient, visitor: Any) -> None:
    answer = visitor.post(PAGE, data={"csrf_token": "old"}, headers=OWN)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
