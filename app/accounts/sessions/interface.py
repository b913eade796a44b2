"""Flask's two doors to a session: opened with the request, saved with the answer."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import sqlalchemy as sa
import structlog
from flask import Flask, Request, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from app.accounts.sessions import store
from app.accounts.sessions.devices import device_of
from app.accounts.sessions.tokens import MARK, token_in
from app.accounts.sessions.visitor import FOR_EVERYBODY, Opened, VisitorSession


def install(app: Flask) -> None:
    app.session_interface = BrowserSessions()


class BrowserSessions(SecureCookieSessionInterface):
    """Contents in the database behind a token; Flask's signed cookie for visitors who need no more than a language."""

    def open_session(self, app: Flask, request: Request) -> VisitorSession:  # type: ignore[override]
        cookie = request.cookies.get(self.get_cookie_name(app))
        return VisitorSession(partial(self._read, app, cookie), device=device_of(request.headers.get("User-Agent", "")))

    def _read(self, app: Flask, cookie: str | None) -> Opened:
        if token := token_in(cookie):
            return store.find(token)
        return Opened(self._signed_contents(app, cookie)) if cookie else Opened()

    def _signed_contents(self, app: Flask, cookie: str) -> dict[str, Any]:
        """What everybody may keep. A signature is no session: nobody is signed in by a cookie of their own."""
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return {}
        try:
            contents = serializer.loads(cookie, max_age=int(app.permanent_session_lifetime.total_seconds()))
        except BadSignature:
            return {}
        return {name: value for name, value in contents.items() if name in FOR_EVERYBODY}

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        visitor = cast("VisitorSession", session)
        if visitor.accessed:
            response.vary.add("Cookie")
        if not visitor.was_asked or not visitor.is_readable:
            return
        try:
            self._save(app, visitor, response)
        except sa.exc.SQLAlchemyError as error:
            # The work of the view is committed and its answer stands; the browser keeps the cookie it has.
            structlog.get_logger().warning("session not saved", request_id=g.get("request_id"), error=type(error).__name__)

    def _save(self, app: Flask, visitor: VisitorSession, response: Response) -> None:
        if visitor.known is None and not visitor.needs_row:
            self._sign(app, visitor, response)
        elif not store.keep(visitor, is_active=_is_asked_by_a_person()):
            self._drop_cookie(app, response)
        elif visitor.token:
            self._set_cookie(app, response, MARK + visitor.token)

    def _sign(self, app: Flask, visitor: VisitorSession, response: Response) -> None:
        if not visitor.modified:
            return
        kept = {name: value for name, value in visitor.items() if name in FOR_EVERYBODY}
        serializer = self.get_signing_serializer(app)
        if not kept or serializer is None:
            self._drop_cookie(app, response)
            return
        self._set_cookie(app, response, str(serializer.dumps(kept)))

    def _set_cookie(self, app: Flask, response: Response, value: str) -> None:
        # Without an age: it goes when the browser closes, and the row knows its end.
        response.set_cookie(self.get_cookie_name(app), value, **self._flags(app))
        response.vary.add("Cookie")

    def _drop_cookie(self, app: Flask, response: Response) -> None:
        response.delete_cookie(self.get_cookie_name(app), **self._flags(app))
        response.vary.add("Cookie")

    def _flags(self, app: Flask) -> dict[str, Any]:
        return {
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
        }


def _is_asked_by_a_person() -> bool:
    """Parts of a page that ask again by themselves are GET requests of htmx."""
    return not (request.method == "GET" and "HX-Request" in request.headers)
