"""The figures of the search: recall by class of slips, and what the hardest names cost beside the floor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

import psycopg

from ops.bench.browser import Answer, Browser, Fields
from ops.bench.header import FLOOR_URL
from ops.bench.instance import Bench
from ops.bench.measure import BenchPage, Result, measure
from ops.bench.pages import MISSPELT
from ops.bench.search.people import APART, Typed, bearers_of, people_to_find, queries_of
from ops.roles import connect_as_owner

SEED = 20261122
OF_EACH_CLASS = 40
FIRST = 10
AIM_MISSPELT, AIM_COMMON, AIM_RECALL = 4.0, 10.0, 0.97
FOUND = re.compile(r'href="/people/([0-9a-f-]{36})"')
COMMON = ("María González", "José Luis Rodríguez", "José", "María")
REGISTERED = (
    {"given_names": "José Luis", "surname_1": "González", "surname_2": "Rodríguez", "birth-year": "1990"},
    {"given_names": "María", "surname_1": "Gonsález", "birth-day": "4", "birth-month": "5", "birth-year": "1988"},
    {"given_names": "Yuleisy", "surname_1": "Sambrano", "surname_2": "Useche", "phone": "300 123 4567"},
)
EVERYWHERE = """INSERT INTO user_grant (user_id, role, valid_from)
    SELECT id, 'caseworker', current_date FROM "user" WHERE email = %(email)s
    AND NOT EXISTS (SELECT FROM user_grant WHERE user_id = "user".id AND num_nonnulls(office_id, country, team_id) = 0)"""


def figures_of_search(bench: Bench, people: int, *, rounds: int) -> str:
    """As a table to read."""
    here, everywhere = bench.account("caseworker"), bench.account("supervisor")
    with connect_as_owner(bench.settings, autocommit=True) as connection:
        office = _office_of(connection, here)
        known = people_to_find(connection, office, seed=SEED, most=OF_EACH_CLASS * 20)
        connection.execute(EVERYWHERE, {"email": everywhere["email"]})
        asked = list(queries_of(known, seed=SEED, of_each=OF_EACH_CLASS))
        possible = [min(1.0, FIRST / max(1, bearers_of(connection, office, typed))) for typed in asked]
    browser = bench.browser_of(here)
    found = bench.attend(lambda: [_is_found(browser, typed) for typed in asked])
    near = bench.attend(lambda: measure(browser, list(_pages(browser, "one office")), rounds=rounds))
    wide = bench.browser_of(everywhere)
    far = bench.attend(lambda: measure(wide, list(_pages(wide, "all offices")), rounds=rounds))
    return "\n".join([f"{people:,} people", "", *_recall(asked, found, possible), "", *_times(near), "", *_times(far)])


def _office_of(connection: psycopg.Connection[Any], account: Mapping[str, str]) -> str:
    row = connection.execute('SELECT office_id FROM "user" WHERE email = %s', [account["email"]]).fetchone()
    return str(row[0]) if row else ""


def _is_found(browser: Browser, typed: Typed) -> bool:
    answers = _search(browser, browser.form("/", holding="q"), typed.text)
    shown = list(dict.fromkeys(FOUND.findall(answers[-1].text)))
    return typed.person_id in shown[:FIRST]


def _search(browser: Browser, form: Fields, text: str) -> Sequence[Answer]:
    asked = browser.post("/search", [*((name, value) for name, value in form if name != "q"), ("q", text)])
    return [asked, browser.get(asked.location)]


def _pages(browser: Browser, where: str) -> Iterator[BenchPage]:
    form = browser.form("/", holding="q")
    new = browser.form("/people/new", holding="given_names")

    def look_for(texts: Sequence[str]) -> Callable[[int], Sequence[Answer]]:
        return lambda number: _search(browser, form, texts[number % len(texts)])

    def register(number: int) -> Sequence[Answer]:
        typed = {"birth_known": "date", "submission_id": str(uuid4())} | REGISTERED[number % len(REGISTERED)]
        return [browser.post("/people/candidates", [*((n, v) for n, v in new if n not in typed), *typed.items()])]

    yield BenchPage(f"floor ({where})", lambda _: [browser.get(FLOOR_URL)])
    yield BenchPage("surname and name misspelt", look_for(MISSPELT), AIM_MISSPELT)
    for text in COMMON:
        yield BenchPage(text, look_for([text]), AIM_COMMON)
    yield BenchPage("who may be registered already", register)


def _times(results: Sequence[Result]) -> Iterator[str]:
    floor = results[0].p95_ms
    yield f"{'page':<34}{'p50 ms':>8}{'p95 ms':>8}{'p95 to floor p95':>18}{'aim':>6}{'queries':>9}"
    for one in results:
        aim = f"{one.aim:g}" if one.aim else "-"
        yield f"{one.name:<34}{one.p50_ms:>8.1f}{one.p95_ms:>8.1f}{one.p95_ms / floor:>18.2f}{aim:>6}{one.queries:>9}"


def _recall(asked: Sequence[Typed], found: Sequence[bool], possible: Sequence[float]) -> Iterator[str]:
    """By class, and of whole names together; beside it what is possible where more than ten people bear all the words."""
    by_class: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for typed, is_found, chance in zip(asked, found, possible, strict=True):
        by_class[typed.slip].append((is_found, chance))
    whole = [hit for name, hits in by_class.items() if name not in APART for hit in hits]
    yield f"{'among the first ten':<34}{'share':>8}{'possible':>10}{'of':>6}"
    for name, hits in by_class.items():
        yield f"{name:<34}{_shares(hits)}"
    yield f"{'all classes of whole names':<34}{_shares(whole)}   aim {AIM_RECALL}"


def _shares(hits: Sequence[tuple[bool, float]]) -> str:
    is_found, possible = zip(*hits, strict=True)
    return f"{sum(is_found) / len(hits):>8.3f}{sum(possible) / len(hits):>10.3f}{len(hits):>6}"
