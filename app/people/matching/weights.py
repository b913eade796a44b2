"""The weights of ``weights.yaml``, typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("weights.yaml")


@dataclass(frozen=True)
class NameWeights:
    """Of each word of a name."""

    same: float
    same_sound: float
    most: float
    commonest_sound: float
    one_slip: float
    two_slips: float
    alike: float
    initial: float
    joined: float
    other_role: float
    missing: float
    given_differs: float
    surname_differs: float


@dataclass(frozen=True)
class PartWeights:
    """Of the year, the month or the day of a birth date."""

    same: float
    one_slip: float
    differs: float


@dataclass(frozen=True)
class BirthWeights:
    """Of a birth date, or an age."""

    same: float
    most: float
    day_month_swapped: float
    one_slip: float
    two_slips: float
    year: PartWeights
    month: PartWeights
    day: PartWeights
    years_fit: float
    years_near: float
    differs: float


@dataclass(frozen=True)
class PlainWeights:
    """Of what is the same or not."""

    same: float
    differs: float


@dataclass(frozen=True)
class PlaceWeights:
    """Of the words of a place or address."""

    same: float
    most_of_a_word: float
    commonest_slip: float
    slip: float
    slip_in_a_number: float
    together: float
    most: float
    missing: float
    least: float


@dataclass(frozen=True)
class Weights:
    """Everything that a comparison weighs; the comments of the file say what each number means."""

    names: NameWeights
    birth: BirthWeights
    place: PlaceWeights
    sex: PlainWeights
    nationality: PlainWeights
    document: PlainWeights
    phone: PlainWeights
    most_of_family: float
    possible: float
    certain: float


@cache
def weights() -> Weights:
    said: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    birth: dict[str, Any] = {
        name: PartWeights(**value) if isinstance(value, dict) else value for name, value in said["birth"].items()
    }
    plain: dict[str, Any] = {name: PlainWeights(**said[name]) for name in ("sex", "nationality", "document", "phone")}
    return Weights(
        names=NameWeights(**said["names"]),
        birth=BirthWeights(**birth),
        place=PlaceWeights(**said["place"]),
        most_of_family=said["family"]["most"],
        **plain,
        **said["levels"],
    )
