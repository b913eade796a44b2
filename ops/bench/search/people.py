"""Who is looked for: registered people whose whole name nobody else at their office has, as somebody might type them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import psycopg

from ops.bench.matching.people import Invented
from ops.bench.matching.slips import SLIPS, mistype

OF_NAMES = (
    "none", "accents", "capitals", "ll and y", "b and v", "s, z and c", "silent h", "a typo", "second surname missing",
    "surnames swapped", "names in other order", "second name missing", "María as Ma.", "two names as one",
)  # fmt: skip
"""Classes of slips that a search box meets (``ops/bench/matching/slips.py``)."""
TWO_WORDS = "two words, one misspelt"
ALONE = """
    SELECT id, given_names, surname_1, surname_2, sex FROM (
        SELECT *, count(*) OVER (PARTITION BY quipu_name_words(search_name)) AS namesakes
        FROM person WHERE office_id = %(office)s AND NOT is_restricted AND erased_at IS NULL) AS there
    WHERE namesakes = 1 AND surname_1 IS NOT NULL AND surname_2 IS NOT NULL AND given_names LIKE '%% %%'
    ORDER BY hashint8extended(hashtext(id::text), %(seed)s) LIMIT %(most)s"""
"""Whoever shares a whole name with somebody cannot be told apart by it, however good the search is."""


@dataclass(frozen=True)
class Typed:
    """What is typed to find somebody."""

    person_id: str
    slip: str
    text: str


def people_to_find(connection: psycopg.Connection[Any], office_id: str, *, seed: int, most: int) -> list[tuple[str, Invented]]:
    rows = connection.execute(ALONE, {"office": office_id, "seed": seed, "most": most}).fetchall()
    return [(str(row[0]), _invented(*row[1:])) for row in rows]


def queries_of(people: list[tuple[str, Invented]], *, seed: int, of_each: int) -> Iterator[Typed]:
    """Every class of slips as often as asked, each time with another person where there are enough."""
    chance = Random(seed)  # noqa: S311 - the same queries for the same seed are what is wanted
    for name in OF_NAMES:
        made = 0
        for person_id, person in chance.sample(people, len(people)):
            again = SLIPS[name](chance, person)
            if again is not None and made < of_each:
                made += 1
                yield Typed(person_id, name, f"{again.given_names} {again.surname_1} {again.surname_2}")
    for person_id, person in chance.sample(people, min(of_each, len(people))):
        yield Typed(person_id, TWO_WORDS, f"{person.given_names.split()[0]} {mistype(chance, person.surname_1)}")


def _invented(given_names: str, surname_1: str, surname_2: str, sex: str) -> Invented:
    return Invented(
        who=0, sex=sex, given_names=given_names, surname_1=surname_1, surname_2=surname_2, birth=(1990, 1, 1),
        nationality="", document_number="", phone="", place="",
    )  # fmt: skip
