"""``./quipu restore``: an instance from a backup, in an empty state folder; checked as a whole before anything is written."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import Secrets, Settings, state_folder
from ops.address import NO_PAGES
from ops.backup.afterwards import Aftermath, after_restore
from ops.backup.database import bring_back, count_rows, is_empty, owner_of, reader_of
from ops.backup.keyring import read_identities
from ops.backup.landing import check_free, database_pieces, land_files, unfinished
from ops.backup.making import verify
from ops.backup.manifest import Header, Manifest
from ops.errors import OperationError
from ops.instance import Instance, supervised
from ops.migrate import knows_revision, migrate
from ops.prepare import make_first_keys
from ops.roles import ensure_roles, handing_over_to_gate, let_roles_log_in
from ops.state import InstanceKind, brings_root_key


@dataclass(frozen=True)
class Source:
    """A backup that was read to its end and found whole."""

    file: Path
    identities: Sequence[Any]
    header: Header
    manifest: Manifest


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    state = Path(asked.into).resolve() if asked.into else state_folder(os.environ)
    source = examine(asked.file, read_identities(asked.identity))
    check_free(state)
    aftermath = restore(source, state, os.environ)
    print(words_of(source, state, aftermath))
    return 0


def examine(file: Path, identities: Sequence[Any]) -> Source:
    """Read a backup to its end, without writing anything.

    Raises:
        OperationError: it does not open, is damaged, or comes from a newer Quipu than this one.
    """
    header, manifest = verify(file, identities)
    if not knows_revision(header.revision):
        raise OperationError(
            f"This backup was made by a newer Quipu ({header.quipu}, database revision {header.revision}) than this one. "
            "Restore it by that version or a later one."
        )
    return Source(file, identities, header, manifest)


def restore(source: Source, state: Path, environ: Mapping[str, str]) -> Aftermath:
    """Fill an empty state folder, and an empty database where the operator has a server of their own.

    Raises:
        OperationError: it could not be done; the state folder is as empty as before.
    """
    if not source.header.holds_root_key and not brings_root_key(environ):
        raise OperationError("This backup does not hold the root key, which was kept outside: give it by QUIPU_ROOT_KEY.")
    environment = {**environ, "QUIPU_STATE": str(state)}
    kind = InstanceKind(source.header.kind)
    with unfinished(state):
        land_files(source.file, source.identities, state)
        instance = Instance(state, kind, Secrets.load(state / "secrets.json"), NO_PAGES, environment)
        with supervised(state) as (supervisor, log):
            instance.start_servers(supervisor, log)
            settings = Settings.from_environment(instance.environment)
            with log.timed("The database is back"):
                _fill_database(source, settings)
            # An older backup gets this version's tables. Nothing may write a row before the new audit era has begun.
            migrate(settings)
            let_roles_log_in(settings)
            make_first_keys(settings)
            return after_restore(settings)


def _fill_database(source: Source, settings: Settings) -> None:
    owner = owner_of(settings)
    if not is_empty(owner):
        raise OperationError("The database of DATABASE_URL is not empty, and a restore never overwrites. Name an empty one.")
    ensure_roles(settings)
    with handing_over_to_gate(settings):
        bring_back(owner, database_pieces(source.file, source.identities))
    with reader_of(settings).connect() as connection:
        found = count_rows(connection)
    wrong = sorted(table for table in {*found, *source.manifest.rows} if found.get(table) != source.manifest.rows.get(table))
    if wrong:
        raise OperationError(f"The restored database has other numbers of rows than the backup says, in: {', '.join(wrong)}.")


def words_of(source: Source, state: Path, aftermath: Aftermath) -> str:
    """What stands again, as of when, and what is different from then."""
    files = {name: part.files for name, part in source.manifest.parts.items()}
    jobs = f"{aftermath.open_jobs:,} jobs were not done at that time, and will be at the next start"
    lines = [
        f"\nRestored into {state}: everything that was saved before {source.header.taken_at:%Y-%m-%d %H:%M:%S} UTC.",
        f"  {sum(source.manifest.rows.values()):,} rows in {len(source.manifest.rows)} tables, as the backup counted them",
        f"  {files.get('keys', 0)} key files, {files.get('attachments', 0):,} attachments",
        "Later work is not in it: tell the teams from which minute on they must enter their work again.",
        f"Everybody has to sign in again. {jobs}; a mail among them that had left since leaves a second time.",
        words_of_erasures(aftermath),
        f"Start it: QUIPU_STATE={state} ./quipu run",
    ]
    return "\n".join(lines)


def words_of_erasures(aftermath: Aftermath) -> str:
    """What the operator compares with the register on paper."""
    known = "none"
    if aftermath.last_erasure_at is not None:
        known = f"{aftermath.erasures:,}, the last of {aftermath.last_erasure_at:%Y-%m-%d %H:%M} UTC"
    return (
        "Erasures made after that time must be repeated, before anybody works here: this backup knows of "
        f"{known}. Compare with the printed register (docs/operations/backup.md)."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./quipu restore", description=__doc__)
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--identity", type=Path, required=True, metavar="FILE", help="a file with the line AGE-SECRET-KEY-1...")
    parser.add_argument("--into", metavar="FOLDER", help="the state folder; must be empty or missing (default: QUIPU_STATE)")
    return parser
