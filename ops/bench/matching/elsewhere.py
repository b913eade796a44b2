"""How many who are registered at another office are asked about, by what the database tells of them (docs/adr/0024)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.people.matching import (
    KEYS_IN_COMMON,
    Frequencies,
    Record,
    Told,
    is_worth_asking,
    keys_by_number,
    match_keys,
    read_record,
    record_in_common,
    weigh,
)
from ops.bench.matching.spanish import LabelledSet

AMONG = 100_000


def asked_about(made: LabelledSet) -> set[frozenset[str]]:
    """The true pairs of which the first, being typed, leads to a question about the second. Places are not compared there."""
    records = {row["id"]: replace(read_record(row), place=()) for row in made.rows}
    frequencies = Frequencies.count(records.values())
    return {pair for pair in made.pairs if _leads_to_a_question(records, pair, frequencies)}


def _leads_to_a_question(records: Mapping[str, Record], pair: frozenset[str], frequencies: Frequencies) -> bool:
    asked, other = (records[row_id] for row_id in sorted(pair))
    keys = keys_by_number(asked)
    shared = [keys[number] for number in keys.keys() & match_keys(other)]
    if len(shared) < KEYS_IN_COMMON:
        return False
    told = Told(shared, len(other.words), _sex_agrees(asked, other), _year_agrees(asked, other))
    common = record_in_common(asked, told)
    return is_worth_asking(asked, common, weigh(asked, common, frequencies=frequencies, among=AMONG))


def _sex_agrees(asked: Record, other: Record) -> bool | None:
    return asked.sex == other.sex if asked.sex and other.sex else None


def _year_agrees(asked: Record, other: Record) -> bool | None:
    """As ``quipu_share_keys`` tells it."""
    years = [record.birth.years[1] for record in (asked, other) if record.birth and record.birth.years]
    return abs(years[0] - years[1]) <= 2 if len(years) == 2 else None
