"""The table of who reaches what agrees with what the doors do."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.permissions import Role
from app.extensions import limiter
from ops.check import reach
from tests.architecture.test_doors import rules_of
from tests.conftest import SignIn


@pytest.fixture(scope="module")
def table() -> dict[str, list[str]]:
    """Address -> methods, door, and a cell for each role."""
    rows = [line for line in reach.page("").splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in row.replace("\\|", "&").strip("|").split("|")] for row in rows]
    return {" ".join((address.strip("`"), methods)): rest for address, methods, *rest in cells}


def test_every_address_has_a_door(table: dict[str, list[str]]) -> None:
    assert [address for address, (door, *_) in table.items() if door == "none"] == []


def test_a_view_without_a_door_stands_in_the_table_as_such() -> None:
    app = Flask("doorless")
    app.add_url_rule("/open", "open", lambda: "x")
    (rule,) = (rule for rule in app.url_map.iter_rules() if rule.endpoint == "open")
    assert reach.door_of(app, rule) == "none"


def test_an_application_that_only_shows_its_addresses_leaves_the_counting_of_tries_where_it_was(app: Flask) -> None:
    counted_at = limiter.storage
    assert reach.urls_only() is not app
    assert limiter.storage is counted_at


@pytest.mark.parametrize("role", Role)
def test_the_table_says_what_the_doors_do(app: Flask, sign_in: SignIn, table: dict[str, list[str]], role: Role) -> None:
    client = sign_in(role)
    column = 1 + list(Role).index(role)
    for rule in rules_of(app):
        if rule.arguments or "GET" not in (rule.methods or ()):
            continue
        methods = " ".join(verb for verb in reach.HTTP_VERBS if verb in (rule.methods or ()))
        is_open = table[f"{rule.rule} {methods}"][column] == "yes"
        assert (client.get(rule.rule).status_code != 403) is is_open, rule.rule
