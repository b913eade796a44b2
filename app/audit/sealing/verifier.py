"""Verification of the whole trail against its seals. Reads everything, writes nothing, trusts only the public keys."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from app.audit.sealing import table
from app.audit.sealing.faults import Findings
from app.audit.sealing.leaves import all_rows
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.row_checks import RowCheck
from app.audit.sealing.seal_checks import Chain, Copies, check_seals


@dataclass
class Verification:
    """What was looked at, and what was found wrong."""

    seals: int = 0
    eras: int = 0
    lost_seals: int = 0
    """Seals of the file that a restore has lost: made after the backup."""
    sealed_rows: int = 0
    waiting_rows: int = 0
    newest_sealed_at: datetime | None = None
    findings: Findings = field(default_factory=Findings)

    @property
    def is_whole(self) -> bool:
        return not self.findings.counts


def verify(
    connection: psycopg.Connection[Any], ledger: Ledger, public_keys: Mapping[str, bytes], *, at: datetime
) -> Verification:
    """Check all seals and all rows, while others go on writing.

    Args:
        connection: as ``app_audit``, in autocommit mode and outside of a transaction.
        at: the present moment.
    """
    with ExitStack() as pause:
        pause.enter_context(table.while_nobody_seals(connection))
        with table.snapshot(connection):
            instant, copies = read_copies(connection, ledger)
            pause.close()  # the snapshot and the file are of one instant; sealing may go on meanwhile
            return examine(connection, instant, copies, public_keys, at=at)


def read_copies(connection: psycopg.Connection[Any], ledger: Ledger) -> tuple[table.Instant, Copies]:
    """The seals of both places at one instant, and that instant."""
    instant = table.instant_of(connection)
    in_table = table.seals_after(connection, -1)
    in_file, unreadable_lines = ledger.read()
    return instant, Copies(in_table, in_file, unreadable_lines)


def examine(
    connection: psycopg.Connection[Any],
    instant: table.Instant,
    copies: Copies,
    public_keys: Mapping[str, bytes],
    *,
    at: datetime,
) -> Verification:
    """Check within the present transaction, whose snapshot must be the one that ``instant`` and ``copies`` are of."""
    verification = Verification()
    chain = check_seals(copies, public_keys, verification.findings)
    rows = RowCheck(chain.seals, instant, at, verification.findings)
    rows.run(all_rows(connection))
    _sum_up(verification, chain, rows)
    return verification


def _sum_up(verification: Verification, chain: Chain, rows: RowCheck) -> None:
    verification.seals = len(chain.seals)
    verification.lost_seals = len(chain.lost)
    verification.sealed_rows = rows.sealed
    verification.waiting_rows = rows.waiting
    if chain.seals:
        verification.eras = chain.seals[-1].era + 1
        verification.newest_sealed_at = chain.seals[-1].sealed_at
