"""What an audit row costs the request that writes it, and what verifying many of them costs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app import create_app
from app.audit.sealing.sealer import Sealer
from app.audit.services import record
from app.foundation.actor import Actor, ActorKind
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.transactions import transaction
from config import AUDIT_ROLE
from ops.prove.audit.stage import Stage
from ops.roles import connect_as_owner

MOST_FOR_A_ROW = timedelta(milliseconds=2)
MOST_FOR_A_MILLION = timedelta(seconds=60)
PASSES = 3
MEASURED = 1_000
WARM_UP = 100
ROWS_OF_A_SEAL = 2_000

MANY_ROWS = """INSERT INTO audit_event
    (id, occurred_at, actor_kind, actor_id, action, subject_type, subject_id, office_id, fields, request_id)
    SELECT uuidv7(), clock_timestamp(), 'staff', gen_random_uuid(), 'person:opened', 'person', gen_random_uuid(),
        gen_random_uuid(), '{given_names,surname_1,phone}', md5(n::text) FROM generate_series(1, %s) AS n"""
FLOOR = "CREATE UNLOGGED TABLE floor (id uuid PRIMARY KEY, written_at timestamptz NOT NULL, word text NOT NULL)"


@dataclass(frozen=True)
class VerificationCost:
    """How long one verification took."""

    rows: int
    seals: int
    seconds: float
    is_whole: bool

    @property
    def holds(self) -> bool:
        return self.is_whole and self.seconds <= MOST_FOR_A_MILLION.total_seconds() * max(self.rows / 1_000_000, 0.05)

    def __str__(self) -> str:
        speed = self.rows / self.seconds
        return f"verification    {self.rows:,} rows under {self.seals:,} seals in {self.seconds:.1f} s ({speed:,.0f} a second)"


@dataclass(frozen=True)
class RowCost:
    """Milliseconds: the cheapest insert there is, and ``record()`` written to the database; medians and 95th percentiles."""

    floor: float
    row: float
    floor_median: float
    row_median: float

    @classmethod
    def of(cls, floor: Sequence[float], row: Sequence[float]) -> RowCost:
        return cls(_p95(floor), _p95(row), statistics.median(floor), statistics.median(row))

    @property
    def holds(self) -> bool:
        """Where the machine is so busy that the floor itself takes longer, the row may take twice the floor."""
        return self.row <= max(MOST_FOR_A_ROW / timedelta(milliseconds=1), 2 * self.floor)

    def __str__(self) -> str:
        ratios = f"{self.row / self.floor:.1f} and {self.row_median / self.floor_median:.1f} times"
        return (
            f"audit row       {self.row:.2f} ms at p95 and {self.row_median:.2f} ms in the middle, {ratios} the cheapest insert "
            f"beside it ({MEASURED:,} of each, the quietest of {PASSES} passes)"
        )


def measure_verification(stage: Stage, rows: int) -> VerificationCost:
    """Fill the trail up to so many rows, seal them, and verify all of it once."""
    with connect_as_owner(stage.settings, autocommit=True) as owner, stage.connected(AUDIT_ROLE) as sealing:
        sealer = Sealer(sealing, stage.ledger, stage.key)
        for _ in range(0, rows, ROWS_OF_A_SEAL):
            owner.execute(MANY_ROWS, [ROWS_OF_A_SEAL])
            sealer.seal()
        owner.execute("ANALYZE audit_event")
    began = time.monotonic()
    found = stage.verify()
    return VerificationCost(found.sealed_rows, found.seals, time.monotonic() - began, found.is_whole)


def measure_rows(stage: Stage) -> RowCost:
    """Both inserts in turn, in the transactions of the application, as pages write them; commits are not counted."""
    with connect_as_owner(stage.settings, autocommit=True) as owner:
        owner.execute(FLOOR)
    actor = Actor(kind=ActorKind.STAFF, name="Proof", id=new_id())
    app = create_app(stage.settings)
    with app.app_context():
        passes = [_pass(actor) for _ in range(PASSES)]
        db.engine.dispose()
    return min(passes, key=lambda one: one.row)


def _pass(actor: Actor) -> RowCost:
    floor, row = [], []
    for _ in range(WARM_UP + MEASURED):
        with transaction():
            floor.append(_milliseconds(_insert_floor))
            row.append(_milliseconds(lambda: _insert_row(actor)))
    return RowCost.of(floor[WARM_UP:], row[WARM_UP:])


def _insert_floor() -> None:
    db.session.execute(db.text("INSERT INTO floor VALUES (:id, now(), 'person:opened')"), {"id": new_id()})


def _insert_row(actor: Actor) -> None:
    record(actor, "person:opened", subject_type="person", subject_id=new_id(), office_id=new_id(), fields=["phone"])
    db.session.flush()


def _milliseconds(deed: Callable[[], None]) -> float:
    began = time.perf_counter()
    deed()
    return (time.perf_counter() - began) * 1000


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
