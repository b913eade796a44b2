"""Counting tries to get in, and saying how long the next one waits.

A try is counted before it is checked, in a transaction of its own: many at once cannot slip through side by side, and
a death in between takes nothing back. The right password or code takes its own count away again.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import TryCount
from app.accounts.policies import delays
from app.accounts.policies.delays import Patience
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id


@dataclass(frozen=True)
class Counter:
    """What tries are counted for, as a digest, and how patient it is."""

    counted_for: str
    patience: Patience

    @classmethod
    def of_account(cls, *names: str) -> Counter:
        return cls(_digest("account", *names), delays.OF_AN_ACCOUNT)

    @classmethod
    def of_network(cls, address: str) -> Counter:
        return cls(_digest("network", address), delays.OF_A_NETWORK)


def count_try(counters: Sequence[Counter]) -> int:
    """Count one try, unless an earlier one still has to be waited for.

    Returns:
        Whole seconds to wait; 0 when the try may be checked, and then it is counted.
    """
    rows = _locked(counters)
    moment = now()
    if longest := max(_wait_of(rows[one.counted_for], one, moment) for one in counters):
        return math.ceil(longest.total_seconds())
    for counter in counters:
        row = rows[counter.counted_for]
        row.count = delays.tries_that_count(row.count, row.last_tried_at, moment, counter.patience) + 1
        row.last_tried_at = moment
    db.session.flush()
    return 0


def _wait_of(row: TryCount, counter: Counter, moment: datetime) -> timedelta:
    return delays.time_to_wait(row.count, row.last_tried_at, moment, counter.patience)


def forget_tries(own: Counter, network: Counter) -> None:
    """The right word was given: the account begins anew, and the address has one try less. Those that others made there stay."""
    rows = _locked([own, network])
    rows[own.counted_for].count = 0
    rows[network.counted_for].count = max(0, rows[network.counted_for].count - 1)
    db.session.flush()


def forget_old_tries() -> int:
    """Delete the counts that have been forgotten anyway; gives their number."""
    old = sa.delete(TryCount).where(TryCount.last_tried_at < now() - delays.OF_AN_ACCOUNT.forgotten_after)
    return db.session.connection().execute(old).rowcount


def _locked(counters: Sequence[Counter]) -> dict[str, TryCount]:
    """The rows of the counters, made where missing, locked in one order so that two tries never wait for each other."""
    wanted = sorted(counter.counted_for for counter in counters)
    before_all = now() - timedelta(days=3650)
    rows = [{"id": new_id(), "counted_for": one, "count": 0, "last_tried_at": before_all} for one in wanted]
    db.session.execute(insert(TryCount).values(rows).on_conflict_do_nothing(index_elements=["counted_for"]))
    select = sa.select(TryCount).where(TryCount.counted_for.in_(wanted)).order_by(TryCount.counted_for)
    found = db.session.scalars(select.with_for_update().execution_options(populate_existing=True))
    return {row.counted_for: row for row in found}


def _digest(*parts: str) -> str:
    message = "\x00".join(("quipu tries 1", *parts)).encode()
    return hmac.new(str(current_app.secret_key).encode(), message, hashlib.sha256).hexdigest()
