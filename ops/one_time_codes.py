"""Codes of the demo's authenticator apps, for people who try it and for scripts that sign in."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from typing import ClassVar

from passlib.totp import TOTP

STEP_SECONDS = 30
TIME_TO_TYPE = 15


def code_of(secret: str, at: float | None = None) -> str:
    """The six figures that an app with this secret (base32) shows now, or at an instant (seconds of the epoch)."""
    return str(TOTP(base64.b32decode(secret), format="raw").generate(time.time() if at is None else at).token)


def seconds_left(at: float | None = None) -> int:
    """Seconds until the app shows the next code."""
    return STEP_SECONDS - int(time.time() if at is None else at) % STEP_SECONDS


class App:
    """The app of one demo account, that never gives a code twice: the server refuses the second time.

    The server takes the code before and the one after, too: two or three sign-ins in a row need no wait.
    """

    _last: ClassVar[dict[str, int]] = {}
    """By secret, the step of the last code that this process gave, whichever of the account's apps gave it."""

    def __init__(self, account: Mapping[str, str]) -> None:
        self._secret = account["totp_secret"]

    def next_code(self) -> str:
        """A code that was not given yet; waits for it when all that the server would take are used."""
        # The code before dies with this half minute: it is given only while there is time to type it.
        oldest = int(time.time()) // STEP_SECONDS - (seconds_left() > TIME_TO_TYPE)
        step = max(self._last.get(self._secret, 0) + 1, oldest)
        while step > int(time.time()) // STEP_SECONDS + 1:
            time.sleep(1)
        self._last[self._secret] = step
        return code_of(self._secret, step * STEP_SECONDS)
