"""A sealed trail in a database of its own, and the hands that write to it and bend it."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from app.audit.sealing.keys import PUBLIC_KEYS_NAME, SealKey, load_public_keys, make_key
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.sealer import Sealer
from app.audit.sealing.verifier import Verification, examine, read_copies, verify
from app.foundation.clock import now
from app.foundation.ids import new_id
from config import AUDIT_ROLE, Settings
from ops.state import SUPERUSER

WRITE = """INSERT INTO audit_event
    (id, occurred_at, actor_kind, actor_id, action, subject_type, subject_id, office_id, fields, count, request_id)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
AT_THE_DOOR = "-c quipu.kind=door"
"""The context in which everybody may write audit rows, and nobody is known yet."""
WORDS = ("person:opened", "person:changed", "case:opened", "case:listed", "note:added")
FIELDS = (["phone"], ["given_names", "surname_1"], [])


@dataclass
class Stage:
    """Where the proof plays. ``folder`` holds the keys and the file of seals."""

    settings: Settings
    folder: Path
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - a repeatable proof

    def __post_init__(self) -> None:
        self.key: SealKey = make_key(self.folder / "keys")
        self.public_keys = load_public_keys(self.folder / "keys" / PUBLIC_KEYS_NAME)
        self.ledger = Ledger(self.folder / "audit" / "seals.jsonl")

    @contextmanager
    def connected(self, role: str) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(
            self.settings.libpq_url(role), autocommit=True, connect_timeout=5, options=AT_THE_DOOR
        ) as connection:
            yield connection

    def write(self, connection: psycopg.Connection[Any], rows: int) -> None:
        """Rows such as the pages write, in the connection's present transaction or each in its own."""
        for _ in range(rows):
            connection.execute(WRITE, self.row())

    def row(self) -> tuple[object, ...]:
        actor: UUID | None = new_id() if self.chance.random() < 0.9 else None
        word = self.chance.choice(WORDS)
        is_list = word.endswith(":listed")
        return (
            *(new_id(), now(), "staff" if actor else "system", actor, word, word.partition(":")[0]),
            *(None if is_list else new_id(), new_id(), self.chance.choice(FIELDS), 25 if is_list else None),
            f"{self.chance.getrandbits(64):016x}",
        )

    def fill(self, *, seals: int, rows_each: int, waiting: int) -> None:
        """Write and seal in turn; the last rows wait for a seal that does not come."""
        with self.connected("app_rw") as writer, self.connected(AUDIT_ROLE) as sealing:
            sealer = Sealer(sealing, self.ledger, self.key)
            for _ in range(seals):
                with writer.transaction():
                    self.write(writer, rows_each // 2)
                self.write(writer, rows_each - rows_each // 2)
                sealer.seal()
            self.write(writer, waiting)

    def verify(self) -> Verification:
        """As ``./quipu audit verify`` does."""
        with self.connected(AUDIT_ROLE) as connection:
            return verify(connection, self.ledger, self.public_keys, at=now())

    @contextmanager
    def bent(self) -> Iterator[BentTrail]:
        """The trail in the hands of a superuser, without the sealing key; all is undone at the end of the block."""
        with self.connected(SUPERUSER) as connection, connection.transaction(force_rollback=True):
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            connection.execute("SET LOCAL session_replication_role = replica")  # triggers do not stop a superuser
            copy = self.folder / "bent.jsonl"
            shutil.copy(self.ledger.path, copy)
            yield BentTrail(self, connection, copy)

    @contextmanager
    def written_to(self, writers: int) -> Iterator[None]:
        """Several hands that write, linger in their transactions and sometimes take all back, for the block."""
        over = threading.Event()
        threads = [threading.Thread(target=self._write_until, args=(over, number)) for number in range(writers)]
        with ExitStack() as stack:
            for thread in threads:
                thread.start()
                stack.callback(thread.join)
            stack.callback(over.set)
            yield

    def _write_until(self, over: threading.Event, number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - no secret depends on it
        with psycopg.connect(self.settings.libpq_url("app_rw"), connect_timeout=5, options=AT_THE_DOOR) as connection:
            while not over.is_set():
                self.write(connection, chance.randint(1, 4))
                over.wait(chance.choice((0, 0, 0.005, 0.05, 0.3)))
                self.write(connection, 1)
                if chance.random() < 0.1:
                    connection.rollback()
                else:
                    connection.commit()


@dataclass
class BentTrail:
    """One trail that is being bent. ``file`` is a copy of the file of seals."""

    stage: Stage
    connection: psycopg.Connection[Any]
    file: Path

    @property
    def chance(self) -> random.Random:
        return self.stage.chance

    def verify(self) -> Verification:
        """The same checks, in the superuser's own transaction: what is not committed is seen nowhere else."""
        instant, copies = read_copies(self.connection, Ledger(self.file))
        return examine(self.connection, instant, copies, self.stage.public_keys, at=now())

    def sealed_row(self) -> UUID:
        return self._one(
            """SELECT id FROM audit_event
            WHERE era = 1 AND transaction_id < (SELECT max(to_transaction) FROM audit_seal WHERE era = 1)
            ORDER BY random() LIMIT 1"""
        )

    def waiting_transaction(self) -> int:
        """A transaction that has ended and that no seal covers yet."""
        return self._one("SELECT max(transaction_id) FROM audit_event WHERE era = 1 AND transaction_id < %s", self._own())

    def _own(self) -> int:
        return self._one("SELECT pg_current_xact_id()::text::bigint")

    def last_seals_start(self, seals: int) -> int:
        """Where the range of the last so many seals begins."""
        return self._one("SELECT from_transaction FROM audit_seal ORDER BY number DESC LIMIT 1 OFFSET %s", seals - 1)

    def any_open_seal(self) -> int:
        """A seal of the present era, with something in its range to take away."""
        return self._one("SELECT number FROM audit_seal WHERE era = 1 AND from_transaction > 0 ORDER BY random() LIMIT 1")

    def any_seal(self) -> int:
        return self._one("SELECT number FROM audit_seal ORDER BY random() LIMIT 1")

    def _one(self, statement: str, *values: object) -> Any:
        row = self.connection.execute(statement.encode(), values).fetchone()
        if row is None:
            raise LookupError(statement)
        return row[0]
