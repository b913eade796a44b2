"""A log line tells which fault met which request, and nothing that anybody typed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from app.accounts.models import User
from app.accounts.permissions import Role
from app.foundation.database import db
from tests.conftest import SignIn

CANARY = "Canario Briceño"


@pytest.fixture
def _pages_of_faults(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults are answered as in production, not raised into the test."""
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """All that was logged so far, by structlog and by the libraries."""
    with capture_logs() as events:
        yield lambda: json.dumps(events, default=str) + caplog.text


def raise_with_words() -> str:
    raise ValueError(CANARY)


def break_a_rule_of_the_database() -> str:
    user = db.session.scalars(sa.select(User).limit(1)).one()
    db.session.execute(sa.text("INSERT INTO \"user\" (email, name) VALUES (:email, 'x')"), {"email": user.email + CANARY})
    return ""


@pytest.mark.usefixtures("_pages_of_faults")
@pytest.mark.parametrize("view", [raise_with_words, break_a_rule_of_the_database])
def test_a_fault_in_a_view_is_told_by_its_class_and_place(
    app: Flask, sign_in: SignIn, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch, view: Any
) -> None:
    client = sign_in(Role.CASEWORKER)
    monkeypatch.setitem(app.view_functions, "accounts.list_sessions", view)
    answer = FlaskClient.open(client, "/account/sessions")
    assert answer.status_code == 500
    assert ("ValueError" if view is raise_with_words else "IntegrityError") in logged()
    assert CANARY not in logged() + answer.text


@pytest.mark.usefixtures("_pages_of_faults")
def test_a_fault_after_the_view_is_told_without_its_words_too(
    app: Flask, session: Session, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(response: Any) -> Any:
        raise ValueError(CANARY)

    monkeypatch.setitem(app.after_request_funcs, None, [fail])
    FlaskClient.open(app.test_client(), "/sign-in")
    assert "ValueError" in logged()
    assert CANARY not in logged()


def test_the_database_library_hides_what_it_sent(app: Flask) -> None:
    with app.app_context():
        assert db.engine.hide_parameters  # type: ignore[attr-defined]
