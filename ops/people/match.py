"""Matching the people of one file among themselves, or of two files with each other.

Who is compared is found by joining keys in a PostgreSQL of its own, gone afterwards: memory does not grow with the pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import psycopg

from app.people.matching import KEYS_IN_COMMON, MOST_IN_A_BLOCK, Comparison, Frequencies, Record, match_keys, read_record, weigh
from ops.people.tables import Pair, read_people
from ops.roles import libpq_url
from ops.throwaway import throwaway_servers

MOST_PAIRS_OF_A_ROW = 20
KEPT_RECORDS = 50_000
"""Rows that are held ready for comparing; pairs come in the order of their first row."""
PAIRS_AT_A_TIME = 10_000

CREATE = "CREATE TEMPORARY TABLE match_key (key bigint NOT NULL, file smallint NOT NULL, row integer NOT NULL)"
COPY = "COPY match_key FROM STDIN"
PAIRS = """
    WITH shared AS (SELECT key FROM match_key GROUP BY key HAVING count(*) BETWEEN 2 AND %(most)s)
    SELECT a.row, b.row
    FROM shared JOIN match_key a USING (key) JOIN match_key b USING (key)
    WHERE a.file = 0 AND b.file = %(other)s AND (b.file = 1 OR a.row < b.row)
    GROUP BY a.row, b.row HAVING count(*) >= %(shared)s
    ORDER BY a.row, b.row
"""


@dataclass(frozen=True)
class People:
    """The rows of one file: their ids, and what is compared of them."""

    ids: Sequence[str]
    rows: Sequence[dict[str, str]]

    def record(self, at: int) -> Record:
        return _record(tuple(self.rows[at].items()))


def match_files(path: Path, other: Path | None) -> list[Pair]:
    """The pairs that are certain or possible, best first; at most twenty of each row.

    Raises:
        OperationError: a file cannot be read.
    """
    people = _read(path)
    others = _read(other) if other else people
    files = [people, others] if other else [people]
    frequencies = Frequencies.count(record for file in files for record in _records(file))
    found: list[tuple[Comparison, str, str]] = []
    for one, two in _candidates(files):
        comparison = weigh(people.record(one), others.record(two), frequencies=frequencies, among=len(others.ids))
        if comparison.level is not None:
            found.append((comparison, people.ids[one], others.ids[two]))
    found.sort(key=lambda each: (-each[0].bits, each[1], each[2]))
    return list(_best(found, "a" if other is None else "b"))


def _best(found: Iterable[tuple[Comparison, str, str]], other: str) -> Iterator[Pair]:
    """The first twenty of each row; ``other`` tells apart the ids of the second file, which may be those of the first."""
    taken: Counter[tuple[str, str]] = Counter()
    for comparison, one, two in found:
        if max(taken["a", one], taken[other, two]) < MOST_PAIRS_OF_A_ROW and comparison.level is not None:
            taken.update([("a", one), (other, two)])
            yield Pair(one, two, comparison.score, comparison.level)


def _candidates(files: Sequence[People]) -> Iterator[tuple[int, int]]:
    """The places of two rows that have a key in common, each pair once."""
    with throwaway_servers() as servers, psycopg.connect(libpq_url(servers.database_url("quipu"))) as connection:
        connection.execute(CREATE)
        with connection.cursor().copy(COPY) as copy:
            for number, file in enumerate(files):
                for at, record in enumerate(_records(file)):
                    for key in match_keys(record):
                        copy.write_row((key, number, at))
        connection.execute("ANALYZE match_key")
        with connection.cursor(name="pairs") as pairs:
            pairs.itersize = PAIRS_AT_A_TIME
            yield from pairs.execute(PAIRS, {"most": MOST_IN_A_BLOCK, "shared": KEYS_IN_COMMON, "other": len(files) - 1})


def _read(path: Path) -> People:
    ids, rows = [], []
    for row_id, row in read_people(path):
        ids.append(row_id)
        rows.append(dict(row))
    return People(ids, rows)


def _records(people: People) -> Iterator[Record]:
    return (read_record(row) for row in people.rows)


@lru_cache(maxsize=KEPT_RECORDS)
def _record(items: tuple[tuple[str, str], ...]) -> Record:
    return read_record(dict(items))
