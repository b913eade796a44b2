"""The token that a browser holds: 256 random bits, of which the database knows the digest."""

from __future__ import annotations

import hashlib
import secrets

MARK = "t:"
"""Begins a cookie that is a token; no signed cookie has a colon."""
BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(BYTES)


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def token_in(cookie: str | None) -> str | None:
    """The token of a cookie's value; None where there is none."""
    return cookie.removeprefix(MARK) if cookie and cookie.startswith(MARK) else None
