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
    "none", "accents", "capitals", "ll and y", "b and v", "s, z and c", "silent h", "a typo", "two typos",
    "second surname missing", "surnames swapped", "names in other order", "second name missing", "María as Ma.",
    "two names as one",
)  # fmt: skip
"""Classes of slips that a search box meets (``ops/bench/matching/slips.py``)."""
WORDS_MISSING = frozenset({"second surname missing", "second name missing"})
TWO_WORDS, TWO_WORDS_AND_YEAR = "two words, one misspelt", "the same and the year of birth"
APART = frozenset({TWO_WORDS, TWO_WORDS_AND_YEAR})
"""Not the Spanish set's: what people type in a hurry, and what the page then asks them to add."""
ALONE = """
    SELECT id, given_names, surname_1, surname_2, sex, birth_year FROM (
        SELECT *, count(*) OVER (PARTITION BY quipu_name_words(search_name)) AS namesakes
        FROM person WHERE office_id = %(office)s AND NOT is_restricted AND erased_at IS NULL) AS there
    WHERE namesakes = 1 AND surname_1 IS NOT NULL AND surname_2 IS NOT NULL AND given_names LIKE '%% %%'
    ORDER BY hashint8extended(hashtext(id::text), %(seed)s) LIMIT %(most)s"""
"""Whoever shares a whole name with somebody cannot be told apart by it, however good the search is."""
BEARERS = """
    SELECT count(*) FROM person
    WHERE office_id = %(office)s::uuid AND coalesce(%(year)s, birth_year, 0) = coalesce(birth_year, %(year)s, 0)
        AND search_keys @@ (
        SELECT string_agg(quote_literal(right(%(office)s::text, 6) || ':' || sound), ' & ')
        FROM string_to_table(quipu_name_sound(quipu_name_words(%(words)s)), ' ') AS sound WHERE sound <> '')::tsquery"""


@dataclass(frozen=True)
class Typed:
    """What is typed to find somebody.

    Attributes:
        meant: the words typed as the person writes them, where they are not the whole name; others may have them too.
        year: of birth, where it is typed too.
    """

    person_id: str
    slip: str
    text: str
    meant: str = ""
    year: int | None = None


def people_to_find(connection: psycopg.Connection[Any], office_id: str, *, seed: int, most: int) -> list[tuple[str, Invented]]:
    rows = connection.execute(ALONE, {"office": office_id, "seed": seed, "most": most}).fetchall()
    return [(str(row[0]), _invented(*row[1:])) for row in rows]


def bearers_of(connection: psycopg.Connection[Any], office_id: str, typed: Typed) -> int:
    """How many at the office the typed words may mean: an order cannot tell them apart."""
    if not typed.meant:
        return 1
    row = connection.execute(BEARERS, {"office": office_id, "words": typed.meant, "year": typed.year}).fetchone()
    return int(row[0]) if row else 1


def queries_of(people: list[tuple[str, Invented]], *, seed: int, of_each: int) -> Iterator[Typed]:
    """Every class of slips as often as asked, each time with another person where there are enough."""
    chance = Random(seed)  # noqa: S311 - the same queries for the same seed are what is wanted
    for name in OF_NAMES:
        made = 0
        for person_id, person in chance.sample(people, len(people)):
            again = SLIPS[name](chance, person)
            if again is not None and made < of_each:
                made += 1
                text = f"{again.given_names} {again.surname_1} {again.surname_2}"
                yield Typed(person_id, name, text, text if name in WORDS_MISSING else "")
    for person_id, person in chance.sample(people, min(of_each, len(people))):
        given_name, surname, year = person.given_names.split()[0], person.surname_1, person.birth[0]
        text, meant = f"{given_name} {mistype(chance, surname)}", f"{given_name} {surname}"
        yield Typed(person_id, TWO_WORDS, text, meant)
        if year:
            yield Typed(person_id, TWO_WORDS_AND_YEAR, f"{text} {year}", meant, year)


def _invented(given_names: str, surname_1: str, surname_2: str, sex: str, birth_year: int | None) -> Invented:
    """``birth`` holds the year alone, 0 where it is not known."""
    return Invented(
        who=0, sex=sex, given_names=given_names, surname_1=surname_1, surname_2=surname_2, birth=(birth_year or 0, 1, 1),
        nationality="", document_number="", phone="", place="",
    )  # fmt: skip
