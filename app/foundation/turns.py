"""One after the other, where no row stands for what is counted."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.database import db


def wait_for_turn(what: str) -> None:
    """Hold a lock by this name until the transaction ends: what is counted next includes what came just before.

    Asked for before any row is locked; the other way round, two who wait for each other would stand still.
    """
    db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(what, 0))))
