"""A test client that reads every page it fetches, and fails a request that leaves uncommitted changes behind."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from sqlalchemy.orm import ORMExecuteState, Session
from werkzeug.test import TestResponse

from app.accounts import sessions
from app.accounts.doors import actor_for
from app.accounts.freshness import PROVED_AT
from app.accounts.models import User
from app.foundation import access
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.transactions import transaction

WEB_ROLE = sa.text("SET ROLE app_rw")
IN_ONE_TRANSACTION = "in_one_transaction"
"""Marks the session of a test that is rolled back at its end; it works as the owner outside of requests."""


class PageReader(HTMLParser):
    """Collects of a page what every page must have right."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[str] = []
        self.title = ""
        self.ids: list[str] = []
        self.faults: list[str] = []
        self.language: str | None = None
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "html":
            self.language = attributes.get("lang")
        if attributes.get("id"):
            self.ids.append(str(attributes["id"]))
        if "style" in attributes or any(name.startswith("on") for name in attributes):
            self.faults.append(f"<{tag}> carries inline style or script")
        if tag == "form" and attributes.get("method", "get").lower() == "get" and "action" not in attributes:
            self.faults.append("a GET form has no action")
        if tag == "img" and "alt" not in attributes:
            self.faults.append("an image has no alt text")
        if tag == "h1":
            self.headings.append("")
        if tag in {"h1", "title", "svg"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] == "h1":
            self.headings[-1] += data
        if self._inside and self._inside[-1] == "title" and "svg" not in self._inside:
            self.title += data


def faults_of_page(html: str) -> list[str]:
    """What is wrong with a page: headings, title, duplicate ids, inline code, images without words."""
    reader = PageReader()
    reader.feed(html)
    faults = list(reader.faults)
    if len(reader.headings) != 1:
        faults.append(f"{len(reader.headings)} h1 instead of one")
    else:
        heading, title = _one_line(reader.headings[0]), _one_line(reader.title)
        if not re.sub(r"^(Error|Erro): ", "", title).startswith(heading):
            faults.append(f"title {title!r} does not begin with the h1 {heading!r}")
    faults += [f"id {name!r} stands {count} times" for name, count in Counter(reader.ids).items() if count > 1]
    if not reader.language:
        faults.append("html has no lang")
    return faults


def is_whole_page(response: TestResponse, request_headers: Mapping[str, str]) -> bool:
    """Whether the answer is a page of its own: no redirect, and no fragment for htmx."""
    return response.mimetype == "text/html" and not 300 <= response.status_code < 400 and "HX-Request" not in request_headers


def _one_line(text: str) -> str:
    return " ".join(text.split())


class GuardedClient(FlaskClient):
    """See the module. ``user`` and ``actor`` are set once somebody signed in."""

    application: Flask
    user: User
    actor: Actor

    def sign_in(self, user: User) -> None:
        """Open a session for the user, as signing in does; the sign-in itself has its own tests."""
        self.user, self.actor = user, actor_for(user)
        contents = {"_user_id": user.fs_uniquifier, "_fresh": True, "fs_paa": time.time(), PROVED_AT: time.time()}
        with transaction():
            cookie = sessions.open_for(user, contents)
        self.set_cookie(self.application.config["SESSION_COOKIE_NAME"], cookie)

    def submit(self, url: str, *, submission_id: UUID | None = None, **fields: Any) -> TestResponse:
        """Send a form as a browser does, with a fresh submission id unless one is given."""
        return self.post(url, data={"submission_id": str(submission_id or new_id()), **fields})

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        _forget_the_last_request()
        with _unfinished_sessions() as unfinished, as_web_role():
            response = super().open(*args, **kwargs)
        assert not unfinished, "the request left changes that were neither committed nor rolled back"
        if has_app_context():
            # As at the end of a request: what it read is over, and what its session wrote beside it stays.
            db.session.commit()
            db.session.expire_all()  # the test reads again what the request changed
        if is_whole_page(response, kwargs.get("headers", {})):
            faults = faults_of_page(response.get_data(as_text=True))
            assert not faults, f"{args[0] if args else ''}: {faults}"
        return response


@contextmanager
def as_web_role() -> Iterator[None]:
    """Work behind the second wall, as the web process does; the test's own work goes on in front of it afterwards."""
    is_nested = sa.event.contains(Session, "after_begin", _take_web_role)
    if is_nested or not (has_app_context() and db.session.info.get(IN_ONE_TRANSACTION)):
        yield
        return
    access.leave()
    sa.event.listen(Session, "after_begin", _take_web_role)
    db.session.execute(WEB_ROLE)
    try:
        yield
    finally:
        sa.event.remove(Session, "after_begin", _take_web_role)
        db.session.execute(sa.text("RESET ROLE"))
        access.enter_as_owner()


def _take_web_role(_session: Session, _transaction: object, connection: sa.Connection) -> None:
    """Again at each beginning: where a request rolls back, the role that was taken since goes with it."""
    connection.execute(WEB_ROLE)


def _forget_the_last_request() -> None:
    """Requests of a test share its application context; nothing that one kept there may reach the next."""
    if has_app_context():
        for name in list(g):
            g.pop(name)


@contextmanager
def _unfinished_sessions() -> Iterator[set[int]]:
    """The sessions that wrote and neither committed nor rolled back by the end of the block."""
    unfinished: set[int] = set()

    def note_flush(session: Session, _context: object) -> None:
        unfinished.add(id(session))

    def note_statement(state: ORMExecuteState) -> None:
        if state.is_insert or state.is_update or state.is_delete:
            unfinished.add(id(state.session))

    def forget(session: Session) -> None:
        unfinished.discard(id(session))

    listeners = (
        ("after_flush", note_flush),
        ("do_orm_execute", note_statement),
        ("after_commit", forget),
        ("after_rollback", forget),
    )
    for name, listener in listeners:
        sa.event.listen(Session, name, listener)
    try:
        yield unfinished
    finally:
        for name, listener in listeners:
            sa.event.remove(Session, name, listener)
