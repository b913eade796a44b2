"""``./quipu prove restore``: a backup at a random second under load, everything destroyed and restored; nothing is missing."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from psycopg.rows import dict_row
from pyrage import x25519

from app.reporting.presenters.lists import WHOLE
from app.reporting.schemas import digest_of
from config import Settings
from ops.backup.database import reader_of
from ops.backup.making import Backup, make_backup
from ops.backup.restoring import examine, restore
from ops.backup.servers import servers_up
from ops.backup.shelf import Shelf
from ops.errors import OperationError
from ops.keyrings import keyring_of
from ops.prove.crash.checks import AUDIT, AUDIT_WORDS, RECORDS, ROWS_EACH, marked_records
from ops.prove.crash.journal import Kind
from ops.prove.crash.run import Operation, Orders, signed_in
from ops.prove.running import RunningQuipu, environment_of, proof_folder, running_quipu

SUBMISSIONS = 2_000
NAME = "copia"
SECONDS_FOR_A_REPORT = 120.0
FAULTS_SHOWN = 10


@dataclass(frozen=True)
class Line:
    """A form that the client's journal holds as acknowledged."""

    kind: Kind
    marker: str


@dataclass(frozen=True)
class Drill:
    """The figures of one run; times in seconds. ``before``: acknowledged before the snapshot began."""

    before: tuple[Line, ...]
    acknowledged: int
    backup: Backup
    backup_took: float
    restore_took: float
    reports: int
    faults: tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """Run the proof and print its figures; 0 when the promise held."""
    parser = argparse.ArgumentParser(prog="./quipu prove restore", description=__doc__)
    parser.add_argument("--submissions", type=int, default=SUBMISSIONS, help=f"forms to send (default: {SUBMISSIONS})")
    parser.add_argument("--seed", type=int, default=1, help="of the work and the moment (default: 1)")
    asked = parser.parse_args(arguments)
    if asked.submissions < 20:
        raise OperationError("--submissions takes 20 or more.")
    drill = perform(proof_folder(os.environ, "restore"), asked.submissions, asked.seed)
    print(report(drill))
    return 1 if drill.faults else 0


def perform(state: Path, submissions: int, seed: int) -> Drill:
    """Work, back up in the midst of it, destroy, restore, look."""
    shelf_folder = state.with_name(f"{state.name}-shelf")
    identity = x25519.Identity.generate()
    shutil.rmtree(shelf_folder, ignore_errors=True)
    with running_quipu(state, os.environ) as quipu, ThreadPoolExecutor(1) as pool:
        make_a_report(quipu)
        operation = Operation(quipu)
        work = pool.submit(operation.carry_out, Orders(NAME, submissions, seed=seed))
        _wait_for_the_moment(state, work, Random(seed).randint(submissions // 5, submissions * 4 // 5))  # noqa: S311 - no secret
        before = acknowledged_in(state)
        began = time.monotonic()
        shelf = Shelf.at(shelf_folder, state=state, secrets=quipu.settings.secrets)
        backup = make_backup(quipu.settings, shelf, [identity.to_public()], [identity])
        backup_took = time.monotonic() - began
        acknowledged = work.result().journal.acknowledged
    shutil.rmtree(state)
    began = time.monotonic()
    restore(examine(backup.path, [identity]), state, environment_of(state, os.environ))
    restore_took = time.monotonic() - began
    with restored_database(state) as (connection, root_key):
        found = tuple(faults(connection, root_key, before))
        reports = len(kept_reports(connection))
    shutil.rmtree(shelf_folder)
    return Drill(before, acknowledged, backup, backup_took, restore_took, reports, found)


@contextmanager
def restored_database(state: Path) -> Iterator[tuple[psycopg.Connection[Any], bytes]]:
    """A connection to which all rows are visible, and the root key; the servers run for as long as the block does."""
    settings = Settings.from_environment(environment_of(state, os.environ))
    with servers_up(settings), reader_of(settings).connect() as connection:
        yield connection, settings.root_key


def make_a_report(quipu: RunningQuipu) -> None:
    """Let the reporting officer ask for the report of the whole operation, and wait for it."""
    (officer,) = quipu.accounts("reporting_officer")
    phone = signed_in(quipu, officer)
    answer = phone.submit("/reports/new", holding="scope", scope=WHOLE)
    if answer.status not in {302, 303}:
        raise OperationError(f"The report could not be asked for: {answer.status}.")
    deadline = time.monotonic() + SECONDS_FOR_A_REPORT
    with quipu.database() as connection:
        while not kept_reports(connection):
            if time.monotonic() > deadline:
                raise OperationError("The report was not made in time.")
            time.sleep(0.3)
    phone.hang_up()


def acknowledged_in(state: Path) -> tuple[Line, ...]:
    """What the client's journal holds as acknowledged by now."""
    lines = (state / f"journal-{NAME}.jsonl").read_text().splitlines(keepends=True)
    events = [json.loads(line) for line in lines if line.endswith("\n")]
    return tuple(Line(Kind[event["kind"]], event["marker"]) for event in events if event["event"] == "acknowledged")


def faults(connection: psycopg.Connection[Any], root_key: bytes, before: Sequence[Line]) -> Iterator[str]:
    """What is missing, doubled or untold in the restored instance, each as a sentence."""
    ring = keyring_of(connection, root_key)
    known = {line.marker: line.kind for line in before}
    for kind in RECORDS:
        marked = marked_records(connection, ring, kind, f"prueba {NAME} ")
        # Persons and families are records of one kind: whose they are, the form says that made them.
        records = [record for record in marked if known.get(record["marker"], kind) is kind]
        times = Counter(record["marker"] for record in records)
        for line in before:
            if line.kind is kind and times[line.marker] != ROWS_EACH.get(kind, 1):
                yield f"{'doubled' if times[line.marker] else 'lost'}: {line.marker} ({kind})"
        changes = Counter(record["file_id"] for record in records)
        told = {row["subject_id"]: row["times"] for row in _rows(connection, AUDIT, AUDIT_WORDS[kind], list(changes))}
        yield from (
            f"audit: {kind} of {file} is not told once for each change" for file in changes if told.get(file) != changes[file]
        )
    for kept in kept_reports(connection):
        if digest_of(kept["figures"]) != kept["figures_digest"]:
            yield f"report: the figures of {kept['code']} do not fit their digest"


def kept_reports(connection: psycopg.Connection[Any]) -> Sequence[Mapping[str, Any]]:
    """Code, figures and digest of each finished report."""
    return _rows(connection, "SELECT code, figures, figures_digest FROM donor_report WHERE figures IS NOT NULL")


def report(drill: Drill) -> str:
    """The figures, and the first of the faults."""
    kinds = Counter(fault.partition(":")[0] for fault in drill.faults)
    before, size = len(drill.before), drill.backup.bytes
    lines = [
        f"{before:,} forms were acknowledged before the backup, {drill.acknowledged - before:,} after it began",
        f"{size:,} bytes backed up and opened again in {drill.backup_took:.1f} s, restored in {drill.restore_took:.1f} s",
        f"{kinds['lost']} acknowledged before the backup were lost, {kinds['doubled']} doubled",
        f"{drill.reports - kinds['report']} of {drill.reports} reports verify",
        *(f"  {fault}" for fault in drill.faults[:FAULTS_SHOWN]),
        "The promise was broken." if drill.faults else "The promise held.",
    ]
    return "\n".join(lines)


def _wait_for_the_moment(state: Path, work: Future[Any], count: int) -> None:
    journal = state / f"journal-{NAME}.jsonl"
    while not work.done() and (not journal.exists() or len(acknowledged_in(state)) < count):
        time.sleep(0.05)


def _rows(connection: psycopg.Connection[Any], statement: str, *values: object) -> Sequence[Mapping[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement.encode(), values).fetchall()
