"""What a page shows once and a later form needs again: a new app key, new codes, a challenge.

It stands in the session, which is kept on the server and sealed there.
"""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import session

from app.accounts.second_factor import authenticator_app
from app.foundation.clock import now

APP_KEY = "offered_app_key"
CODES = "codes_to_show"
CHALLENGE = "passkey_challenge"
CHALLENGE_BYTES = 32
CHALLENGE_LASTS = timedelta(minutes=5)


def offered_app_key(user_id: UUID) -> bytes:
    """The key that the page offers to the app: the same until it is taken, so that a reload does not undo the scan."""
    kept = _kept_for(APP_KEY, user_id)
    if kept is not None:
        return base64.b64decode(kept)
    key = authenticator_app.new_key()
    session[APP_KEY] = [str(user_id), base64.b64encode(key).decode()]
    return key


def forget_app_key() -> None:
    session.pop(APP_KEY, None)


def keep_codes(codes: list[str], user_id: UUID) -> None:
    session[CODES] = [str(user_id), codes]


def codes_to_show(user_id: UUID) -> list[str] | None:
    """The codes that were made in this session and not yet confirmed."""
    kept = _kept_for(CODES, user_id)
    return list(kept) if kept is not None else None


def forget_codes() -> None:
    session.pop(CODES, None)


def new_challenge(purpose: str) -> bytes:
    """A number that the passkey signs, good once, for this purpose, for five minutes."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    session[CHALLENGE] = [purpose, base64.b64encode(challenge).decode(), now().timestamp()]
    return challenge


def take_challenge(purpose: str) -> bytes | None:
    """The challenge, which is thereby used up; None when there is none for this purpose, or it is too old."""
    kept_for, challenge, made_at = session.pop(CHALLENGE, None) or ("", "", 0.0)
    if kept_for != purpose or now().timestamp() - made_at > CHALLENGE_LASTS.total_seconds():
        return None
    return base64.b64decode(challenge)


def _kept_for(name: str, user_id: UUID) -> Any:
    """What was kept for this user; None when there is nothing, or it is another user's."""
    owner, content = session.get(name) or (None, None)
    return content if owner == str(user_id) else None
