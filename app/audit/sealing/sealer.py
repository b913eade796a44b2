"""Making seals. Exact under concurrency, and safe to kill anywhere (``docs/adr/0017-sealer-instead-of-inline-chain.md``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg

from app.audit.sealing import table
from app.audit.sealing.keys import SealKey
from app.audit.sealing.leaves import FORMAT, rows_of_range
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.merkle import MerkleTree
from app.audit.sealing.seals import END, NO_SEAL, Seal
from app.foundation.clock import now
from app.foundation.ids import new_id

LONGEST_SILENCE = timedelta(minutes=15)
"""Over nothing a seal is made only so often, to say that the sealer lives; while transactions are open, every time."""


class RestoredError(Exception):
    """Transaction ids do not go on from the last seal: the database was restored, and no new era was begun."""


@dataclass(frozen=True)
class Sealer:
    """What makes seals.

    Attributes:
        connection: as ``app_audit``, in autocommit mode and outside of a transaction.
    """

    connection: psycopg.Connection[Any]
    ledger: Ledger
    key: SealKey

    def seal(self) -> Seal | None:
        """Seal what is settled since the last seal; None when there is nothing to say.

        Raises:
            RestoredError: see there.
        """
        with table.as_the_only_sealer(self.connection):
            last = self._reconcile() or self._close_former_version()
            made = self._make_open_seal(last)
            self.ledger.append([made] if made else [], self.key.public)
            return made

    def close_era(self) -> int | None:
        """Seal all that a restored database holds, so that a new era can begin; gives its number, None where none is needed.

        The seal's number follows on the file's last: seals that the restore has lost keep theirs.
        """
        with table.as_the_only_sealer(self.connection):
            newest, in_file = table.newest_seal(self.connection), self.ledger.last()
            instant = table.instant_of(self.connection)
            if newest is None:
                return None
            if not _is_restored(newest, in_file, instant):
                # Killed after the closing seal and before the era began, it comes here a second time.
                return newest.era + 1 if newest.closes_era else None
            number = max(newest.number, in_file.number if in_file else 0) + 1
            closing = self._make_closing_seal(newest, number)
            self.ledger.append([closing], self.key.public)
            return closing.era + 1

    def _reconcile(self) -> Seal | None:
        """Append to the file what only the database has; gives the newest seal of both."""
        in_file = self.ledger.last()
        missing = table.seals_after(self.connection, in_file.number if in_file else 0)
        self.ledger.append(missing, self.key.public)
        return missing[-1] if missing else in_file

    def _close_former_version(self) -> Seal:
        """Era 0 is sealed also when it is empty, so that a row put into it later is found."""
        first = self._make_closing_seal(None, 1)
        self.ledger.append([first], self.key.public)
        return first

    def _make_closing_seal(self, last: Seal | None, number: int) -> Seal:
        with table.snapshot(self.connection):
            cluster = table.instant_of(self.connection).cluster
            seal = self._over(last, Range(cluster, number, end=END, next_one=END))
            table.add_seal(self.connection, seal)
        return seal

    def _make_open_seal(self, last: Seal) -> Seal | None:
        with table.snapshot(self.connection):
            instant = table.instant_of(self.connection)
            _, first = start_after(last)
            if instant.cluster != last.cluster or instant.oldest_open < first:
                raise RestoredError("The database was restored: begin a new era by ./quipu audit begin-era.")
            seal = self._over(last, Range(instant.cluster, last.number + 1, instant.oldest_open, instant.next_one))
            if not seal.row_count and instant.is_quiet and not _is_due(last):
                return None
            table.add_seal(self.connection, seal)
        return seal

    def _over(self, last: Seal | None, covered: Range) -> Seal:
        """A signed seal over the rows from the end of ``last`` on."""
        sealed_at = now()
        era, first = start_after(last)
        tree = MerkleTree()
        for leaf in rows_of_range(self.connection, era, first, covered.end):
            tree.add(leaf)
        return self.key.sign(
            Seal(
                id=new_id(),
                format=FORMAT,
                number=covered.number,
                cluster=covered.cluster,
                era=era,
                from_transaction=first,
                to_transaction=covered.end,
                next_transaction=covered.next_one,
                row_count=tree.count,
                root=tree.root(),
                previous=last.digest() if last else NO_SEAL,
                sealed_at=sealed_at,
                key_id=self.key.id,
            )
        )


@dataclass(frozen=True)
class Range:
    """What one seal is to cover, beside where it begins."""

    cluster: str
    number: int
    end: int
    next_one: int


def start_after(last: Seal | None) -> tuple[int, int]:
    """Era and transaction where the range after this seal begins."""
    if last is None:
        return 0, 0
    return (last.era + 1, 0) if last.closes_era else (last.era, last.to_transaction)


def _is_due(last: Seal) -> bool:
    return last.closes_era or last.sealed_at <= now() - LONGEST_SILENCE


def _is_restored(newest: Seal, in_file: Seal | None, instant: table.Instant) -> bool:
    """Whether the database stands at another point than the one that was sealed last."""
    goes_on = newest.cluster == instant.cluster and (newest.closes_era or newest.to_transaction <= instant.oldest_open)
    return not goes_on or (in_file is not None and in_file.number > newest.number)


def comes_from_elsewhere(connection: psycopg.Connection[Any]) -> bool:
    """Whether the newest seal was made in another database server than this one."""
    newest = table.newest_seal(connection)
    return newest is not None and newest.cluster != table.instant_of(connection).cluster
