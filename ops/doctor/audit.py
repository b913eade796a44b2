"""The seals of the audit trail: their key, their file, and whether one was made lately."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from app.audit.sealing import table
from app.audit.sealing.keys import KEY_NAME, NoSealKeyError, load_key
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.sealer import LONGEST_SILENCE, start_after
from app.audit.sealing.seals import Seal
from config import AUDIT_ROLE, Settings
from ops.doctor.findings import Finding, problem, well

LONGEST_WAIT = timedelta(minutes=3)
"""How long a row may wait for its seal; one is made each minute."""
OLDEST_WAITING = "SELECT min(occurred_at) FROM audit_event WHERE era = %s AND transaction_id >= %s"
SEAL_BY_HAND = "Look whether the sealer runs, then seal by hand: ./quipu audit seal."


def examine_audit(settings: Settings) -> Iterator[Finding]:
    yield _key(settings.key_folder)
    yield _file(settings.audit_file)
    try:
        with psycopg.connect(settings.libpq_url(AUDIT_ROLE), connect_timeout=5, autocommit=True) as connection:
            newest = table.newest_seal(connection)
            yield _seals(connection, newest)
            yield _copy(newest, Ledger(settings.audit_file).last())
    except psycopg.Error as error:
        yield problem("seals", str(error).strip().splitlines()[0], "Start Quipu by ./quipu run, or check DATABASE_URL.")


def _key(folder: Path) -> Finding:
    try:
        load_key(folder)
    except NoSealKeyError as error:
        return problem("seal key", str(error), "Without it nothing is sealed. A new instance makes it at its first start.")
    mode = stat.S_IMODE((folder / KEY_NAME).stat().st_mode)
    if mode != 0o400:
        return problem("seal key", f"{folder / KEY_NAME} has mode {mode:04o}", f"Run: chmod 0400 {folder / KEY_NAME}")
    return well("seal key", f"{KEY_NAME} 0400")


def _file(path: Path) -> Finding:
    nearest = path if path.exists() else next(folder for folder in path.parents if folder.exists())
    if not os.access(nearest, os.W_OK):
        return problem("seal file", f"{path} cannot be written", "Give this account the right, or set another QUIPU_AUDIT_FILE.")
    return well("seal file", str(path))


def _seals(connection: psycopg.Connection, newest: Seal | None) -> Finding:
    if newest is None:
        return problem("seals", "none so far", SEAL_BY_HAND)
    age = datetime.now(UTC) - newest.sealed_at
    words = f"seal {newest.number}, {age.total_seconds():.0f} s old"
    (waiting,) = connection.execute(OLDEST_WAITING, start_after(newest)).fetchone() or (None,)
    if waiting and datetime.now(UTC) - waiting > LONGEST_WAIT < age:
        return problem("seals", f"{words}; rows wait since {waiting:%Y-%m-%d %H:%M} UTC", SEAL_BY_HAND)
    if age > LONGEST_SILENCE + LONGEST_WAIT:
        return problem("seals", words, SEAL_BY_HAND)
    return well("seals", words)


def _copy(newest: Seal | None, in_file: Seal | None) -> Finding:
    if newest == in_file:
        return well("seal copy", "table and file end with the same seal")
    ends = f"the table ends with seal {newest.number if newest else 0}, the file with {in_file.number if in_file else 0}"
    return problem("seal copy", ends, "Run ./quipu audit verify, and read docs/security/audit.md.")
