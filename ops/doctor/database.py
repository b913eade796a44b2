"""The database: version, migrations, roles, outbox, clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import psycopg

from app.foundation.encryption.keyring import WrongRootKey
from config import DATABASE_ROLES, OWNER_ROLE, Settings
from ops.doctor.findings import Finding, problem, well
from ops.keyrings import keyring_of
from ops.migrate import pending_migrations
from ops.roles import libpq_url

LEAST_VERSION = 180000
"""``uuidv7()`` came with PostgreSQL 18."""
LONGEST_WAIT = timedelta(minutes=5)
"""An outbox row that is due and unsent for longer shows that the relay does not work."""
LARGEST_DRIFT = timedelta(seconds=2)


def examine_database(settings: Settings) -> Iterator[Finding]:
    try:
        with _connect(settings, OWNER_ROLE) as connection:
            yield _version(connection)
            yield _clock(connection)
            pending = _pending(settings)
            yield pending
            if pending.is_well:
                yield from _outbox(connection)
                yield _keys(connection, settings)
    except psycopg.OperationalError as error:
        yield problem("database", _first_line(error), "Start Quipu by ./quipu run, or check DATABASE_URL.")
        return
    for role in DATABASE_ROLES:
        yield _role(settings, role)


def _connect(settings: Settings, role: str) -> psycopg.Connection:
    return psycopg.connect(libpq_url(settings.database_url(role)), connect_timeout=5, autocommit=True)


def _version(connection: psycopg.Connection) -> Finding:
    number = connection.info.server_version
    words = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number < LEAST_VERSION:
        return problem("database", words, "Quipu needs PostgreSQL 18 or newer.")
    return well("database", words)


def _clock(connection: psycopg.Connection) -> Finding:
    (theirs,) = connection.execute("SELECT clock_timestamp()").fetchone() or (datetime.now(UTC),)
    drift = abs(theirs - datetime.now(UTC))
    words = f"{drift.total_seconds():.1f} s between this machine and the database"
    if drift > LARGEST_DRIFT:
        return problem("clock", words, "Set both clocks by a time service: deadlines and signed links depend on them.")
    return well("clock", words)


def _pending(settings: Settings) -> Finding:
    pending = pending_migrations(settings)
    if pending:
        return problem("migrations", f"{len(pending)} not applied: {', '.join(pending)}", "The next ./quipu run applies them.")
    return well("migrations", "all applied")


def _keys(connection: psycopg.Connection, settings: Settings) -> Finding:
    try:
        keyring_of(connection, settings.root_key)
    except WrongRootKey as error:
        return problem("keys", "the root key does not open the stored keys", str(error))
    return well("keys", "the root key opens the stored keys")


OPEN_JOBS = """
    SELECT count(*) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL),
           min(due_at) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL),
           count(*) FILTER (WHERE given_up_at IS NOT NULL)
    FROM outbox_message WHERE done_at IS NULL
"""


def _outbox(connection: psycopg.Connection) -> Iterator[Finding]:
    unsent, oldest, given_up = connection.execute(OPEN_JOBS).fetchone() or (0, None, 0)
    words = f"{unsent} jobs not sent yet"
    if oldest and datetime.now(UTC) - oldest > LONGEST_WAIT:
        yield problem("outbox", f"{words}; the oldest is due since {oldest:%Y-%m-%d %H:%M} UTC", "Look whether the relay runs.")
    else:
        yield well("outbox", words)
    if given_up:
        advice = "They failed at each attempt: SELECT job, last_error FROM outbox_message WHERE given_up_at IS NOT NULL."
        yield problem("jobs", f"{given_up} given up", advice)


def _role(settings: Settings, role: str) -> Finding:
    def connect() -> None:
        _connect(settings, role).close()

    return _tried(f"role {role}", connect, found="can sign in", advice="The next ./quipu run sets its password anew.")


def _tried(component: str, attempt: Callable[[], None], *, found: str, advice: str) -> Finding:
    try:
        attempt()
    except psycopg.OperationalError as error:
        return problem(component, _first_line(error), advice)
    return well(component, found)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
