"""One application on a database of its own, for each login role, and the ways to be somebody in it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from io import BytesIO
from ipaddress import IPv4Address
from itertools import count
from uuid import UUID

import pypdf
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_login import current_user
from werkzeug.test import TestResponse

from app import create_app
from app.accounts import sessions
from app.accounts.doors import current_actor
from app.accounts.freshness import PROVED_AT
from app.accounts.models import User
from app.foundation import access
from app.foundation.actor import Actor, ActorKind
from app.foundation.database import db
from app.foundation.transactions import transaction
from app.referrals.services import token_of
from config import OWNER_ROLE, Settings
from ops.throwaway import ThrowawayServers

PAPER = "application/pdf"
WEB, JOBS = "app_rw", "app_job"
_ADDRESSES = count(int(IPv4Address("10.0.0.1")))


class Stage:
    """A database that can be set back to how it was filled, and the application over it as pages, jobs and the owner use it."""

    def __init__(self, servers: ThrowawayServers, settings: Settings, *, database: str) -> None:
        """``settings``: those of ``database``, which is migrated and holds the catalogue."""
        self.servers = servers
        self.database = database
        self.settings = settings
        self.apps = {role: application(replace(settings, database_role=role)) for role in (WEB, JOBS, OWNER_ROLE)}
        self.cookies: dict[UUID, str] = {}
        self.damage: Sequence[str] = ()
        """Statements by which a superuser breaks something of the database each time that it is set back."""

    @property
    def web(self) -> Flask:
        return self.apps[WEB]

    @property
    def _kept(self) -> str:
        return f"{self.database}_kept"

    def keep(self) -> None:
        """Remember the database as it is now."""
        self.close()
        self.servers.create_database(self._kept, template=self.database)

    def set_back(self) -> None:
        """Everything is again as it was kept, and everybody has just signed in."""
        self.close()
        self.servers.drop_database(self.database)
        self.servers.create_database(self.database, template=self._kept)
        with self.servers.cluster.connect(self.database) as superuser:
            for statement in self.damage:
                superuser.execute(statement.encode())
        self.sign_everybody_in()

    def close(self) -> None:
        for app in self.apps.values():
            with app.app_context():
                db.session.remove()
                db.engine.dispose()

    def drop(self) -> None:
        self.close()
        for name in (self.database, self._kept):
            self.servers.drop_database(name)

    def sign_everybody_in(self) -> None:
        """A session for every active user; signing in itself has its own tests."""
        proved = {"_fresh": True, "fs_paa": time.time(), PROVED_AT: time.time()}
        with self.as_owner():
            for user in db.session.scalars(sa.select(User).where(User.active)):
                self.cookies[user.id] = sessions.open_for(user, {"_user_id": user.fs_uniquifier, **proved})

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """One transaction in front of the walls, by the hand that owns the tables."""
        with self.apps[OWNER_ROLE].app_context():
            access.enter_as_owner()
            with transaction():
                yield

    @contextmanager
    def acting(self, user_id: UUID) -> Iterator[Actor | None]:
        """Inside of a request of this user's browser, through the real door: None where it is not opened any more."""
        with self.web.test_request_context("/", headers={"Cookie": self.cookie(user_id)}):
            yield current_actor() if current_user.is_authenticated else None
            db.session.rollback()

    @contextmanager
    def entering(self, user_id: UUID) -> Iterator[Actor]:
        """As if the application let this user in, whoever they are: what is then shown is the database's alone to say."""
        with self.web.test_request_context("/"):
            actor = Actor(kind=ActorKind.STAFF, id=user_id, name="Somebody", country="CO")
            access.enter(actor)
            yield actor
            db.session.rollback()

    @contextmanager
    def holding(self, link_id: UUID) -> Iterator[Actor]:
        """In the name of a partner's link, whether it opens or not: what is then shown is not the link's own door to say."""
        with self.web.test_request_context("/"):
            actor = Actor(kind=ActorKind.PARTNER_LINK, id=link_id, name="Partner", country="CO")
            access.enter(actor)
            yield actor
            db.session.rollback()

    def page(self, user_id: UUID, address: str, typed: Mapping[str, str]) -> tuple[int, str]:
        """Status and text of a page as this user's browser gets it, on paper too; with something typed, of what is shown then."""
        browser, headers = self.web.test_client(use_cookies=False), {"Cookie": self.cookie(user_id)}
        answer = browser.post(address, data=dict(typed), headers=headers) if typed else browser.get(address, headers=headers)
        if typed and answer.status_code == HTTPStatus.SEE_OTHER:
            answer = browser.get(answer.location, headers=headers)
        return answer.status_code, _text_on_paper(answer) if answer.mimetype == PAPER else answer.text

    def answer(self, link_id: UUID, step: str, typed: Mapping[str, str]) -> int:
        """Status of what a partner gets who answers through their link."""
        with self.web.test_request_context("/"):
            address = f"/r/{token_of(link_id)}/{step}"
        return stranger(self.web).post(address, data=dict(typed)).status_code

    def cookie(self, user_id: UUID) -> str:
        return f"{self.web.config['SESSION_COOKIE_NAME']}={self.cookies.get(user_id, '')}"


def stranger(app: Flask) -> FlaskClient:
    """The browser of somebody without an account, each from another network address: those are asked to wait by address."""
    browser = app.test_client(use_cookies=False)
    browser.environ_base["REMOTE_ADDR"] = str(IPv4Address(next(_ADDRESSES)))
    return browser


def application(settings: Settings) -> Flask:
    """The application as it is, without tokens in forms."""
    app = create_app(settings)
    # What is asked here is who sees what: tokens and limits have their own proofs.
    app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    return app


def _text_on_paper(answer: TestResponse) -> str:
    """Words of a PDF, as many spaces between them as on one line."""
    pages = pypdf.PdfReader(BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)
