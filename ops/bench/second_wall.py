"""What row-level security costs: the slowest queries of all lists, as the pages ask them, with the policies and without.

Without means as the server's superuser, whom no policy binds; statement, parameters, data and connection are the same.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import Client

from app import create_app
from app.accounts.permissions import Role
from config import Settings
from ops.backup.database import reader_of
from ops.bench.browser import Browser
from ops.check.reach import opens_to

SLOWEST = 10
ROUNDS = 21
WARM_UPS = 2
NO_LISTS = ("/sign-in", "/sign-out", "/healthz", "/dev/")
Account = Mapping[str, str]


@dataclass(frozen=True)
class Query:
    """One statement of one page, as psycopg was handed it."""

    reader: UUID
    role: str
    address: str
    statement: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Cost:
    """Medians in milliseconds; ``rows`` is what the reader gets, ``rows_bare`` what the same statement gives the superuser."""

    query: Query
    with_policies: float
    without: float
    rows: int
    rows_bare: int

    @property
    def ratio(self) -> float:
        return self.with_policies / self.without


def costs_of_lists(settings: Settings, readers: Sequence[tuple[Account, Browser]]) -> list[Cost]:
    """The slowest queries first."""
    app = create_app(settings)
    app.testing = True  # no line in the log for each page
    with psycopg.connect(settings.libpq_url(settings.database_role)) as bound, reader_of(settings).connect() as free:
        ids = {email: user_id for user_id, email in free.execute('SELECT id, email FROM "user"')}
        queries = [
            Query(ids[account["email"]], account["role"], *asked)
            for account, browser in readers
            for asked in _statements_of(app, settings, Role(account["role"]), browser)
        ]
        slowest = sorted(queries, key=lambda query: _seconds(bound, query, rounds=3), reverse=True)[:SLOWEST]
        return [_cost(bound, free, query) for query in slowest]


def accounts_to_measure(accounts: Sequence[Account]) -> list[Account]:
    """One of each role."""
    return [
        next(account for account in accounts if account["role"] == role) for role in dict.fromkeys(a["role"] for a in accounts)
    ]


def _statements_of(app: Flask, settings: Settings, role: Role, browser: Browser) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Address, statement and parameters of all that the pages without a record in their address ask, each once."""
    client = Client(app)
    for name, value in browser.cookies.items():
        client.set_cookie(name, value, domain=str(urlsplit(settings.public_url).hostname))
    seen: set[tuple[str, str]] = set()
    for address in _lists(app, role):
        with _noting() as noted:
            answer = client.get(address, base_url=settings.public_url)
        for statement, parameters in noted if answer.status_code == HTTPStatus.OK else []:
            key = (statement, repr(parameters))
            if key not in seen and statement.lstrip().startswith("SELECT") and "quipu_enter" not in statement:
                seen.add(key)
                yield address, statement, parameters


def _lists(app: Flask, role: Role) -> list[str]:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    return sorted({rule.rule for rule in rules if not rule.rule.startswith(NO_LISTS) and opens_to(app, rule, role)})


@contextmanager
def _noting() -> Iterator[list[tuple[str, Mapping[str, Any]]]]:
    noted: list[tuple[str, Mapping[str, Any]]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        noted.append((statement, parameters or {}))

    sa.event.listen(Engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        sa.event.remove(Engine, "before_cursor_execute", note)


def _cost(bound: psycopg.Connection[Any], free: psycopg.Connection[Any], query: Query) -> Cost:
    """Turn about, so that a slow moment of the machine meets both."""
    with_policies, without = [], []
    for _ in range(ROUNDS):
        with_policies.append(_seconds(bound, query, rounds=1))
        without.append(_seconds(free, query, rounds=1))
    return Cost(
        query,
        statistics.median(with_policies[WARM_UPS:]) * 1000,
        statistics.median(without[WARM_UPS:]) * 1000,
        _rows(bound, query),
        _rows(free, query),
    )


def _seconds(connection: psycopg.Connection[Any], query: Query, *, rounds: int) -> float:
    """The quickest of some runs in one transaction of the reader."""
    with _entered(connection, query):
        return min(_run(connection, query)[0] for _ in range(rounds))


def _rows(connection: psycopg.Connection[Any], query: Query) -> int:
    with _entered(connection, query):
        return _run(connection, query)[1]


@contextmanager
def _entered(connection: psycopg.Connection[Any], query: Query) -> Iterator[None]:
    with connection.transaction(force_rollback=True):
        connection.execute("SELECT quipu_enter('staff', %s)", [query.reader])
        yield


def _run(connection: psycopg.Connection[Any], query: Query) -> tuple[float, int]:
    began = time.perf_counter()
    rows = connection.execute(query.statement.encode(), query.parameters).fetchall()
    return time.perf_counter() - began, len(rows)


def as_table(costs: Sequence[Cost]) -> str:
    """The figures, and the promise beneath them: at most 1.2 over all ten."""
    lines = [f"{'list':<34}{'reader':<20}{'policies ms':>12}{'without ms':>12}{'ratio':>7}{'rows':>7}"]
    lines += [
        f"{cost.query.address:<34}{cost.query.role:<20}{cost.with_policies:>12.2f}{cost.without:>12.2f}{cost.ratio:>7.2f}"
        f"{cost.rows:>7}" + ("" if cost.rows == cost.rows_bare else f"  (without: {cost.rows_bare} rows)")
        for cost in costs
    ]
    whole = sum(cost.with_policies for cost in costs) / sum(cost.without for cost in costs)
    lines.append(f"{'together':<78}{whole:>7.2f}   promised: at most 1.20")
    return "\n".join(lines)
