"""What the tests of accounts share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.doors import actor_for
from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.services import tries
from app.audit.models import AuditEvent
from app.extensions import limiter
from app.foundation.actor import Actor
from app.foundation.clock import now
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory, UserFactory
from tests.guarded_client import GuardedClient

Pass = Callable[[float], None]
GOOD_PASSWORD = "tres mangos y un violín"


@pytest.fixture(autouse=True)
def _no_rate_limits() -> Iterator[None]:
    """Tests sign in more often than people; the limits have their own test."""
    was_enabled, limiter.enabled = limiter.enabled, False
    yield
    limiter.enabled = was_enabled


@pytest.fixture(autouse=True)
def let_pass(monkeypatch: pytest.MonkeyPatch) -> Pass:
    """The clock by which tries are slowed stands still, however slow the machine; ``let_pass(seconds)`` moves it on."""
    moment = now()

    def forward(seconds: float) -> None:
        nonlocal moment
        moment += timedelta(seconds=seconds)

    monkeypatch.setattr(tries, "now", lambda: moment)
    return forward


@pytest.fixture
def administrator(session: Session) -> Actor:
    """The administrator of the whole operation, who works at no office."""
    return actor_for(whole_administrator())


def whole_administrator() -> User:
    user: User = UserFactory(office=None, name="Rosa Admin", password="!")
    GrantFactory(user=user, role=Role.ADMINISTRATOR)
    return user


@pytest.fixture
def admin_client(app: Flask, session: Session, office: object) -> GuardedClient:
    """The browser of the administrator of the whole operation."""
    client = app.test_client()
    assert isinstance(client, GuardedClient)
    client.sign_in(whole_administrator())
    return client


@pytest.fixture
def office_admin(sign_in: SignIn) -> GuardedClient:
    """The browser of somebody who administers one office only."""
    return sign_in(Role.ADMINISTRATOR)


def actions_of(session: Session, subject_type: str = "user") -> list[str]:
    select = sa.select(AuditEvent.action).where(AuditEvent.subject_type == subject_type).order_by(AuditEvent.id)
    return list(session.scalars(select))


def text_of(response: TestResponse) -> str:
    """The words of a page, without tags."""
    words = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(unescape(words).split())
