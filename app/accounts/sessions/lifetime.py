"""How long a session lasts, and what its end is called."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.accounts.enums import EndOfSession
from app.foundation.clock import now

IDLE = timedelta(minutes=30)
"""Without a request; a phone that was put down no longer opens files."""
ABSOLUTE = timedelta(hours=12)
"""From signing in, however busy: nobody's shift is longer."""
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last request is written down: not a write per page."""
KEPT_FOR = timedelta(days=4)
"""After its end, so that a form left open over a long weekend still finds whose it is."""


def end_by_time(*, last_seen_at: datetime, expires_at: datetime) -> EndOfSession | None:
    """Why a session that nobody ended is over nevertheless; None while it lasts."""
    moment = now()
    if moment >= expires_at:
        return EndOfSession.TOO_OLD
    return EndOfSession.IDLE if moment - last_seen_at >= IDLE else None
