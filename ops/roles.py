"""The login roles beside the owner: web pages, jobs, and the reader of the audit trail.

The first migration creates them without login and grants them their rights; here they get login and password.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from config import DATABASE_ROLES, OWNER_ROLE, Settings
from ops.errors import OperationError

LONGEST_STATEMENT = {"app_rw": "30s"}
"""After what time the database gives up a statement of a role: a page that asks for too much must not hold up the others."""
GATE_ROLE = "quipu_gate"
"""Owns the functions that look beyond the walls (``migrations/versions/0004_access.py``); nobody can log in as it."""


def let_roles_log_in(settings: Settings) -> None:
    """Give the roles the passwords of ``secrets.json``, and those of web pages a time after which a statement ends; repeatable.

    Raises:
        OperationError: the account in DATABASE_URL may not change these roles, or the migrations have not run.
    """
    with psycopg.connect(libpq_url(settings.database_url(OWNER_ROLE)), autocommit=True, connect_timeout=10) as connection:
        for role in DATABASE_ROLES:
            _let_log_in(connection, role, settings.secrets.database_passwords[role])
        for role, longest in LONGEST_STATEMENT.items():
            bounded = sql.SQL("ALTER ROLE {} SET statement_timeout = {}")
            connection.execute(bounded.format(sql.Identifier(role), sql.Literal(longest)))


def connect_as_owner(settings: Settings, *, autocommit: bool = False) -> psycopg.Connection[Any]:
    """A connection of the owner of the tables, for maintenance: row-level security shows it all rows because it says so."""
    url = libpq_url(settings.database_url(OWNER_ROLE))
    return psycopg.connect(url, autocommit=autocommit, connect_timeout=10, options="-c quipu.kind=owner")


def ensure_roles(settings: Settings) -> None:
    """Make the roles that are missing, as the migrations do: a dump names them and does not hold them."""
    with connect_as_owner(settings, autocommit=True) as connection:
        for role in (*DATABASE_ROLES, GATE_ROLE):
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOBYPASSRLS").format(sql.Identifier(role)))


@contextmanager
def handing_over_to_gate(settings: Settings) -> Iterator[None]:
    """Let the owner make functions that belong to the gate, for as long as the block runs: a restore needs no superuser."""
    gate = sql.Identifier(GATE_ROLE)
    with connect_as_owner(settings, autocommit=True) as connection:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE").format(gate))
        connection.execute(sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(gate))
        try:
            yield
        finally:
            connection.execute(sql.SQL("REVOKE CREATE ON SCHEMA public FROM {}").format(gate))
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE").format(gate))


def libpq_url(sqlalchemy_url: str) -> str:
    """The same address in the spelling of psycopg's own ``connect``."""
    return sqlalchemy_url.replace("postgresql+psycopg://", "postgresql://", 1)


def _let_log_in(connection: psycopg.Connection, role: str, password: str) -> None:
    # The verifier is made here, so that the password itself reaches neither the server nor its log.
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(verifier))
    try:
        connection.execute(statement)
    except psycopg.errors.UndefinedObject:
        raise OperationError(f"The database has no role {role}: the migrations have not run.") from None
    except psycopg.errors.InsufficientPrivilege:
        raise OperationError(
            f"The account in DATABASE_URL may not change the role {role}. Give it the right, as the server's administrator: "
            f"ALTER ROLE {connection.info.user} CREATEROLE; GRANT {', '.join(DATABASE_ROLES)} TO {connection.info.user} "
            "WITH ADMIN OPTION;"
        ) from None
