"""Which accounts have signed in from this browser before.

A stranger who tries passwords at somebody's account slows all browsers that the account has never seen, and not those
that it has: nobody can keep a colleague out of their own phone. The cookie opens nothing; it only says whose count a
wrong password goes to.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug import Response

KEPT_FOR = timedelta(days=365)
MOST_ACCOUNTS = 8
"""On one shared device; the oldest is dropped."""


def device_of(email: str) -> str | None:
    """The id of this browser if the account has signed in here before."""
    device, accounts = _read()
    return device if device and _mark(email) in accounts else None


def remember_device(response: Response, email: str) -> Response:
    """Note in the browser that this account signed in here."""
    device, accounts = _read()
    marks = [*(mark for mark in accounts if mark != _mark(email)), _mark(email)][-MOST_ACCOUNTS:]
    response.set_cookie(
        _cookie_name(),
        _serializer().dumps([device or secrets.token_urlsafe(12), marks]),
        max_age=KEPT_FOR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Strict",
    )
    return response


def _read() -> tuple[str | None, list[str]]:
    try:
        device, accounts = _serializer().loads(request.cookies.get(_cookie_name(), ""))
    except (BadData, ValueError, TypeError):
        return None, []
    return str(device), [str(mark) for mark in accounts]


def _cookie_name() -> str:
    return "__Host-quipu_device" if current_app.config["SESSION_COOKIE_SECURE"] else "quipu_device"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(
        str(current_app.secret_key), salt="quipu known device 2", signer_kwargs={"digest_method": hashlib.sha256}
    )


def _mark(email: str) -> str:
    """A short keyed digest: the cookie tells nobody who works here."""
    message = b"quipu known device 1\x00" + email.strip().lower().encode()
    return hmac.new(str(current_app.secret_key).encode(), message, hashlib.sha256).hexdigest()[:24]
