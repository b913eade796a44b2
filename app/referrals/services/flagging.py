"""Referrals whose window has passed without an answer."""

from __future__ import annotations

from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.jobs import enqueue
from app.referrals import jobs, queries
from app.referrals.services.steps import take_step

BATCH = 200
"""Rows that one run locks at most: pages that answer one of them must not wait long."""


def flag_unanswered(actor: Actor) -> int:
    """Mark the next batch as unanswered, and ask for another run while there may be more; gives their number.

    A late answer stays welcome. Running it again finds nothing new, so it may be repeated at any time.
    """
    waiting = queries.take_unanswered(BATCH)
    for referral in waiting:
        take_step(actor, referral, "expire")
        referral.unanswered_flagged_at = now()
    if len(waiting) == BATCH:
        enqueue(jobs.FLAG_UNANSWERED, actor=actor)
    return len(waiting)
