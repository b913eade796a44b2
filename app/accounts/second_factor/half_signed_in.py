"""The state between a right password (or passkey, or one-time link) and being signed in. It opens the next step, and no page.

It stands under a key of its own in the session: for everything else in the house this browser is still nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from flask import session

from app.accounts.models import User
from app.accounts.queries.second_factor import find_user_by_mark
from app.accounts.sessions.visitor import PROVEN_AT
from app.foundation.clock import now
from app.web.return_path import safe_return_path

KEY = "half_signed_in"
LASTS = timedelta(minutes=30)
"""Long enough to put an app on a phone."""


@dataclass(frozen=True)
class HalfSignedIn:
    """Attributes:
    mark: the user's ``fs_uniquifier``: a new password or a disabled account ends this state too.
    began_at: seconds of the epoch.
    next_path: the page that was asked for.
    proved_by: ``password``, ``authenticator``, ``passkey``, ``link``: for Flask-Security's record of how.
    has_proved: the second factor was proved, or set up, on the way.
    """

    mark: str
    began_at: float
    next_path: str
    proved_by: Sequence[str]
    has_proved: bool = False


def begin(user: User, *, by: str, next_path: str | None = None, has_proved: bool = False) -> None:
    """Note who stands at the door. What an earlier reader left half done is dropped."""
    drop()
    # The session's token is new from here on: one that somebody planted before must not stand at the door too.
    session[PROVEN_AT] = now().timestamp()
    session[KEY] = asdict(
        HalfSignedIn(user.fs_uniquifier, now().timestamp(), safe_return_path(next_path), [by], has_proved=has_proved)
    )
    if user.locale:
        session.setdefault("locale", user.locale)


def present() -> tuple[User, HalfSignedIn] | None:
    """Who stands at the door now; None when nobody does, or they stood there too long."""
    kept = session.get(KEY)
    if not isinstance(kept, dict):
        return None
    half = HalfSignedIn(**kept)
    user = find_user_by_mark(half.mark) if now().timestamp() - half.began_at < LASTS.total_seconds() else None
    if user is None:
        drop()
        return None
    return user, half


def note_proof(*, by: str) -> None:
    """The second factor was proved or set up."""
    kept = session[KEY]
    session[KEY] = {**kept, "has_proved": True, "proved_by": [*kept["proved_by"], by]}


def drop() -> None:
    session.pop(KEY, None)
