"""The FEBRL sets: the rows as ``./quipu people match`` takes them, and which of them are one person."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ADDRESS = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")
SETS = {"FEBRL 3, one file": ("dataset3.csv",), "FEBRL 4, two files": ("dataset4a.csv", "dataset4b.csv")}
"""Those that nothing was tuned on; 1 and 2 were used for the weights."""


@dataclass(frozen=True)
class Score:
    """How many of the pairs found are right, and how many of the right ones were found; 0 to 1."""

    precision: float
    recall: float


def rows_of(path: Path) -> list[dict[str, str]]:
    """A file of FEBRL in the columns of ``./quipu people match``."""
    return [
        {
            "id": row["rec_id"],
            "given_names": row["given_name"],
            "surname_1": row["surname"],
            "birth_date": row["date_of_birth"],
            "place": " ".join(row[name] for name in ADDRESS if row[name]),
        }
        for row in _read(path)
    ]


def score(pairs: Iterable[tuple[str, str]], files: tuple[Path, ...]) -> Score:
    """The pairs that a matcher found, measured against the truth, which FEBRL keeps in the ids: ``rec-123-dup-0``."""
    found = {frozenset(pair) for pair in pairs}
    right = sum(len({_person(row_id) for row_id in pair}) == 1 for pair in found)
    return Score(right / max(1, len(found)), right / _true_pairs([_people(path) for path in files]))


def _true_pairs(files: list[Mapping[str, int]]) -> int:
    if len(files) == 1:
        return sum(times * (times - 1) // 2 for times in files[0].values())
    return sum(times * files[1].get(person, 0) for person, times in files[0].items())


def _people(path: Path) -> Counter[str]:
    return Counter(_person(row["rec_id"]) for row in _read(path))


def _person(row_id: str) -> str:
    return row_id.split("-")[1]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: value.strip() for name, value in row.items()} for row in csv.DictReader(file, skipinitialspace=True)]
