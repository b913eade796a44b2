"""``./quipu prove volume``: load a great many invented people, and tell what it cost."""

from __future__ import annotations

import argparse
import os
import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

from config import Settings
from ops.address import Address, any_free_port
from ops.demo import DEMO_SEED
from ops.demo.volume import LOADED_TABLES, check_disk
from ops.errors import OperationError
from ops.instance import Instance, supervised
from ops.prove.running import empty, environment_of, proof_folder
from ops.roles import connect_as_owner
from ops.state import InstanceKind, ensure_secrets, write_kind

PEOPLE = 1_000_000
SECONDS_PER_MILLION = 15 * 60
"""The promise is "about"; the figure counts from 100,000 people on, below which fixed costs prevail."""
MOST_MEMORY = 1_000_000_000
"""Bytes, of all processes that load together."""
LOOKS_EVERY = 0.5


@dataclass(frozen=True)
class Cost:
    """What one load took. Bytes unless named otherwise; ``rows`` counts all loaded tables."""

    people: int
    seconds: float
    rows: int
    python_memory: int
    database_memory: int
    largest_session: int
    database_bytes: int
    disk_bytes: int

    @property
    def breaches(self) -> tuple[str, ...]:
        """The promises that were broken, each as a sentence."""
        longest = SECONDS_PER_MILLION * self.people / 1_000_000
        broken = []
        if self.people >= 100_000 and self.seconds > longest:
            broken.append(f"It took {self.seconds:,.0f} s instead of at most {longest:,.0f} s.")
        if self.python_memory + self.database_memory > MOST_MEMORY:
            broken.append(f"Python and PostgreSQL together took more than {MOST_MEMORY / 1e6:,.0f} MB of memory.")
        return tuple(broken)


def main(arguments: Sequence[str]) -> int:
    """Load the volume, print the cost, and delete it again; 0 when the promises held."""
    parser = argparse.ArgumentParser(prog="./quipu prove volume", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"how many (default: {PEOPLE})")
    parser.add_argument("--seed", type=int, default=DEMO_SEED, help=f"of the invention (default: {DEMO_SEED})")
    asked = parser.parse_args(arguments)
    if not 1 <= asked.people <= 5_000_000:
        raise OperationError("--people takes a number from 1 to 5,000,000.")
    state = proof_folder(os.environ, "volume")
    empty(state)
    check_disk(state, asked.people)
    try:
        cost = load(state, asked.people, asked.seed)
    finally:
        shutil.rmtree(state, ignore_errors=True)
    print(report(cost))
    print("\n".join(cost.breaches) or "The promises held.")
    return 1 if cost.breaches else 0


def load(state: Path, people: int, seed: int) -> Cost:
    """Load people by ``./quipu demo`` into a new instance in this folder, whose servers run for as long as that takes."""
    environ = environment_of(state, os.environ)
    with supervised(state) as (supervisor, log):
        write_kind(state, InstanceKind.DEMO)
        instance = Instance(state, InstanceKind.DEMO, ensure_secrets(state), Address("127.0.0.1", any_free_port()), environ)
        instance.start_servers(supervisor, log)
        instance.perform(supervisor, "preparing the database", "prepare")
        settings = Settings.from_environment(instance.environment)
        rows_before, bytes_before = _rows_and_bytes(settings)
        watch = MemoryWatch(os.getpid())
        watch.start()
        began = time.monotonic()
        instance.perform(supervisor, "loading the people", "demo", "--people", str(people), "--seed", str(seed))
        seconds = time.monotonic() - began
        watch.stop()
        rows, size = _rows_and_bytes(settings)
        disk = sum(file.stat().st_size for file in (state / "postgres").rglob("*") if file.is_file())
    return Cost(
        people=people,
        seconds=seconds,
        rows=rows - rows_before,
        python_memory=watch.python,
        database_memory=watch.database,
        largest_session=watch.largest_session,
        database_bytes=size - bytes_before,
        disk_bytes=disk,
    )


def report(cost: Cost) -> str:
    """The figures, one a line."""
    figures: Mapping[str, str] = {
        "people": f"{cost.people:,} in {cost.seconds:,.1f} s ({cost.people / cost.seconds:,.0f} a second)",
        "rows": f"{cost.rows:,}, {cost.rows / cost.people:.1f} a person",
        "memory at most": f"{cost.python_memory / 1e6:,.0f} MB of Python, {cost.database_memory / 1e6:,.0f} MB of PostgreSQL "
        f"(its largest session {cost.largest_session / 1e6:,.0f} MB beside the shared buffers)",
        "database": f"{cost.database_bytes / 1e6:,.0f} MB, {cost.database_bytes / cost.people:,.0f} bytes a person",
        "disk in the end": f"{cost.disk_bytes / 1e6:,.0f} MB with the write-ahead log",
    }
    return "\n".join(f"{name:<16}{words}" for name, words in figures.items())


class MemoryWatch(threading.Thread):
    """Looks again and again at the children of a supervisor, and keeps the peaks, in bytes.

    Attributes:
        python: resident memory of the loading process.
        database: all PostgreSQL processes, shared pages counted once.
        largest_session: what the largest of them has for itself.
    """

    def __init__(self, supervisor: int) -> None:
        super().__init__(name="memory watch", daemon=True)
        self.python = self.database = self.largest_session = 0
        self._supervisor = psutil.Process(supervisor)
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(LOOKS_EVERY):
            for child in self._supervisor.children():
                try:
                    self._look_at(child)
                except psutil.Error:
                    continue  # it ended while we looked

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def _look_at(self, child: psutil.Process) -> None:
        words = " ".join(child.cmdline())
        if "-m ops demo" in words:
            self.python = max(self.python, child.memory_info().rss)
        elif "/postgres -D " in words:
            shares = [process.memory_full_info() for process in (child, *child.children())]
            self.database = max(self.database, sum(share.pss for share in shares))
            self.largest_session = max(self.largest_session, *(share.uss for share in shares))


def _rows_and_bytes(settings: Settings) -> tuple[int, int]:
    """Rows of all tables that a volume fills, and the size of the database."""
    with connect_as_owner(settings) as connection:
        rows = sum(_one(connection, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))) for table in LOADED_TABLES)
        return rows, _one(connection, sql.SQL("SELECT pg_database_size(current_database())"))


def _one(connection: psycopg.Connection[Any], statement: sql.SQL | sql.Composed) -> int:
    row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0
