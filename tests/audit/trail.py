"""A trail of its own to write, seal, bend and verify: its rows really commit."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from app.audit.sealing.faults import FaultKind
from app.audit.sealing.keys import PUBLIC_KEYS_NAME, load_public_keys, make_key
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.sealer import Sealer
from app.audit.sealing.seals import Seal
from app.audit.sealing.verifier import Verification, verify
from app.foundation.clock import now
from app.foundation.ids import new_id
from config import AUDIT_ROLE, OWNER_ROLE, Settings
from ops.state import SUPERUSER

WRITE = """
    INSERT INTO audit_event (id, occurred_at, actor_kind, actor_id, action, subject_type, subject_id, fields, request_id)
    VALUES (%s, %s, 'staff', %s, %s, 'person', %s, %s, %s)
"""


@dataclass
class Trail:
    """One database with its file of seals and its keys."""

    settings: Settings
    folder: Path
    _open: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.key = make_key(self.folder / "keys")
        self.ledger = Ledger(self.folder / "audit" / "seals.jsonl")

    def connect(self, role: str, *, autocommit: bool = True) -> psycopg.Connection[Any]:
        # Each role says what it works as: the web behind its door, the owner at maintenance, a job for the system.
        kind = {OWNER_ROLE: "owner", "app_rw": "door", "app_job": "system"}.get(role, "")
        url = self.settings.libpq_url(role)
        return self._open.enter_context(psycopg.connect(url, autocommit=autocommit, options=f"-c quipu.kind={kind}"))

    def superuser(self) -> psycopg.Connection[Any]:
        """Who can do everything to the database, and has not the sealing key."""
        connection = self.connect(SUPERUSER)
        connection.execute("SET session_replication_role = replica")
        return connection

    def close(self) -> None:
        self._open.close()

    def write(self, rows: int = 1, *, over: psycopg.Connection[Any] | None = None, at: datetime | None = None) -> None:
        connection = over or self.connect("app_rw")
        for _ in range(rows):
            connection.execute(
                WRITE, (new_id(), at or now(), new_id(), "person:opened", new_id(), ["phone", "given_names"], "r1")
            )

    def sealer(self) -> Sealer:
        return Sealer(self.connect(AUDIT_ROLE), self.ledger, self.key)

    def seal(self) -> Seal | None:
        return self.sealer().seal()

    def verify(self, *, at: datetime | None = None) -> Verification:
        public_keys = load_public_keys(self.folder / "keys" / PUBLIC_KEYS_NAME)
        return verify(self.connect(AUDIT_ROLE), self.ledger, public_keys, at=at or now())

    def faults(self, *, at: datetime | None = None) -> set[FaultKind]:
        return set(self.verify(at=at).findings.counts)

    def owner(self) -> psycopg.Connection[Any]:
        return self.connect(OWNER_ROLE)

    def value(self, statement: str, values: Sequence[object] = ()) -> Any:
        row = self.owner().execute(statement.encode(), values).fetchone()
        assert row
        return row[0]
