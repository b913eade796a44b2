"""The login roles beside the owner: web pages, jobs, and the reader of the audit trail.

The first migration creates them without login and grants them their rights; here they get login and password.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from config import DATABASE_ROLES, OWNER_ROLE, Settings
from ops.errors import OperationError


def let_roles_log_in(settings: Settings) -> None:
    """Give the roles the passwords of ``secrets.json``; safe to repeat.

    Raises:
        OperationError: the account in DATABASE_URL may not change these roles, or the migrations have not run.
    """
    with psycopg.connect(libpq_url(settings.database_url(OWNER_ROLE)), autocommit=True, connect_timeout=10) as connection:
        for role in DATABASE_ROLES:
            _let_log_in(connection, role, settings.secrets.database_passwords[role])


def connect_as_owner(settings: Settings, *, autocommit: bool = False) -> psycopg.Connection[Any]:
    """A connection of the owner of the tables, for maintenance: row-level security shows it all rows because it says so."""
    url = libpq_url(settings.database_url(OWNER_ROLE))
    return psycopg.connect(url, autocommit=autocommit, connect_timeout=10, options="-c quipu.kind=owner")


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
