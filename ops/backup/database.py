"""The database of a backup: one consistent snapshot, dumped by pg_dump and counted, and brought back by pg_restore."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config import OWNER_ROLE, Settings
from ops.backup.archive import PIECE
from ops.errors import OperationError
from ops.postgres import DATABASE, Cluster, binaries
from ops.process import without_postgres_variables
from ops.roles import libpq_url

NOT_OURS = "pg_stat_statements"
"""Made by the server's administrator, not by our migrations."""

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = 'public'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname
"""

MAY_NOT_READ_ALL = (
    "The account that makes the backup may not read every row: row-level security stands in its way. Give it one that may, by "
    "QUIPU_BACKUP_DATABASE_URL; as the server's administrator: CREATE ROLE quipu_backup LOGIN BYPASSRLS IN ROLE pg_read_all_data."
)


@dataclass(frozen=True)
class Account:
    """Somebody who signs in to a database; ``conninfo`` as libpq reads it."""

    conninfo: str = field(repr=False)

    def connect(self) -> psycopg.Connection[Any]:
        """A connection outside of any transaction.

        Raises:
            OperationError: the server refuses us, or is not there.
        """
        try:
            return psycopg.connect(self.conninfo, connect_timeout=10, autocommit=True)
        except psycopg.OperationalError as error:
            raise OperationError(f"The database does not let the backup in: {str(error).strip()}") from None

    @property
    def address(self) -> str:
        """For an argument of PostgreSQL's programs, which everybody on the machine can read: without the password."""
        return make_conninfo(**{name: value for name, value in conninfo_to_dict(self.conninfo).items() if name != "password"})

    def environment(self) -> dict[str, str]:
        password = conninfo_to_dict(self.conninfo).get("password")
        return {**without_postgres_variables(), **({"PGPASSWORD": str(password)} if password else {})}


def reader_of(settings: Settings) -> Account:
    """Who may read all rows: the embedded server's superuser, or the account of QUIPU_BACKUP_DATABASE_URL."""
    if settings.backup_database_url:
        return Account(libpq_url(settings.backup_database_url))
    if not settings.has_embedded_database:
        return owner_of(settings)
    return Account(Cluster.of(settings.state, settings.secrets).conninfo(DATABASE))


def owner_of(settings: Settings) -> Account:
    """Who may make tables, and is no superuser: what stands in a file must not command the server."""
    return Account(make_conninfo(libpq_url(settings.database_url(OWNER_ROLE)), options="-c quipu.kind=owner"))


@dataclass(frozen=True)
class Snapshot:
    """One instant of the database. ``taken_at``: whatever was committed before it is inside."""

    account: Account
    name: str
    taken_at: datetime
    revision: str
    postgres: int
    rows: dict[str, int]

    def dump(self) -> Iterator[bytes]:
        """The snapshot in pg_dump's custom format, in pieces.

        Raises:
            OperationError: pg_dump failed.
        """
        options = ("--format=custom", "--compress=gzip:1", f"--exclude-extension={NOT_OURS}", f"--snapshot={self.name}")
        command = [str(binaries() / "pg_dump"), *options, f"--dbname={self.account.address}"]
        with tempfile.TemporaryFile() as words:
            with subprocess.Popen(command, env=self.account.environment(), stdout=subprocess.PIPE, stderr=words) as program:
                try:
                    yield from _read_whole_pieces(program)
                except BaseException:
                    program.kill()
                    raise
            if program.returncode != 0:
                raise _failure("The database could not be dumped", words)


@contextmanager
def snapshot_of(account: Account) -> Iterator[Snapshot]:
    """Hold one consistent snapshot, and count it.

    Raises:
        OperationError: the account may not read every row, or the database was never prepared.
    """
    with account.connect() as connection:
        (taken_at,) = connection.execute("SELECT clock_timestamp()").fetchone() or (None,)
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # Rather an error than a count of what a policy lets us see.
            connection.execute("SET LOCAL row_security = off")
            (name,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            try:
                (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
                rows = count_rows(connection)
            except psycopg.errors.InsufficientPrivilege:
                raise OperationError(MAY_NOT_READ_ALL) from None
            except psycopg.errors.UndefinedTable:
                raise OperationError("This database was never prepared: start Quipu once by ./quipu run.") from None
            yield Snapshot(account, name, taken_at, revision, connection.info.server_version, rows)


def count_rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """The rows of each table."""
    tables = [row[0] for row in connection.execute(TABLES).fetchall()]
    counts = {}
    for table in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts


def is_empty(account: Account) -> bool:
    """Whether the database has no table of anybody's."""
    with account.connect() as connection:
        return connection.execute(TABLES).fetchone() is None


def bring_back(account: Account, pieces: Iterable[bytes]) -> None:
    """Fill an empty database from a dump, all of it or nothing.

    Raises:
        OperationError: pg_restore failed.
    """
    options = ("--single-transaction", "--exit-on-error", "--no-comments")
    command = [str(binaries() / "pg_restore"), *options, f"--dbname={account.address}"]
    with tempfile.TemporaryFile() as words:
        with subprocess.Popen(command, env=account.environment(), stdin=subprocess.PIPE, stdout=words, stderr=words) as program:
            try:
                _write_all(program, pieces)
            except BaseException:
                program.kill()
                raise
        if program.returncode != 0:
            raise _failure("The database could not be brought back", words)


def _write_all(program: subprocess.Popen[bytes], pieces: Iterable[bytes]) -> None:
    if program.stdin is None:
        return
    try:
        with program.stdin as stdin:
            for piece in pieces:
                stdin.write(piece)
    except BrokenPipeError:
        pass  # it has ended before its time, and says why by itself


def _read_whole_pieces(program: subprocess.Popen[bytes]) -> Iterator[bytes]:
    while program.stdout and (piece := program.stdout.read(PIECE)):
        yield piece


def _failure(what: str, words: IO[bytes]) -> OperationError:
    words.seek(0)
    text = words.read(64 * 1024).decode(errors="replace").strip()
    if "row-level security policy" in text:
        return OperationError(MAY_NOT_READ_ALL)
    # The first line names the fault; later ones may quote rows.
    return OperationError(f"{what}: {(text.splitlines() or ['no reason given'])[0]}")
