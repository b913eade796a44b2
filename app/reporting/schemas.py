"""The shape of the kept figures: one document per report, in codes and numbers, with the catalogue's words of that day.

Page, PDF and XLSX are written from it alone. It is plain JSON without fractions, so that its canonical text, and with it
the digest, is the same wherever it is computed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

SCHEMA = 2

Words = dict[str, str]
"""Language -> wording: ``es``, ``en``, ``pt``."""


class Breakdown(TypedDict):
    """Different people, each counted once in the total and once in each split; every answer of a split has its cell."""

    total: int
    by_sex: dict[str, int]
    by_age: dict[str, int]
    by_population: dict[str, int]
    by_sex_and_age: dict[str, dict[str, int]]
    by_sex_and_group: dict[str, dict[str, int]]


class Period(TypedDict):
    """The reporting period, days as ISO 8601."""

    quarter: str
    start: str
    end: str
    is_complete: bool
    """False when the quarter was still running at the cut-off."""


class Scope(TypedDict):
    """What the report covers."""

    country: str | None
    countries: dict[str, Words]
    """Names by alpha-2 code, of the countries that the catalogue lists."""
    offices: int


class KeyedPeople(TypedDict):
    """People of one kind of case, or of one country."""

    key: str
    people: Breakdown


class PointWords(TypedDict):
    """An action point by its words."""

    code: str
    number: int | None
    """Printed number; None where the Declaration's number is not confirmed, the point then goes by its title."""
    titles: Words


class PointFigures(PointWords):
    """What was done for an action point."""

    services: list[Words]
    deliveries: int
    people: Breakdown
    is_split: bool
    """Whether sex and age may be shown: only where indicators of its services ask for them."""


class IndicatorWords(TypedDict):
    """An indicator by its codes and words."""

    code: str
    r4v_code: str | None
    titles: Words


class IndicatorFigures(IndicatorWords):
    """An indicator that was counted; ``counts`` and ``measure`` say how."""

    unit: str
    measure: str
    counts: str
    value: int
    people: NotRequired[Breakdown]
    """Given only where the indicator asks to be split by age and sex."""


class IndicatorWithout(IndicatorWords):
    """An indicator without a figure; ``reason`` is a ``NotCounted``."""

    reason: str


class ServiceFigures(TypedDict):
    """What was given of one service."""

    code: str
    names: Words
    kind: str
    deliveries: int
    people: int
    quantities: dict[str, int]
    """Unit -> quantity; units are never added up."""


class CaseloadRow(TypedDict):
    """The balance of the cases of one kind; ``kind`` is ``all`` in the total."""

    kind: str
    opening: int
    new: int
    reopened: int
    closed: int
    closing: int


class Caseload(TypedDict):
    """The balance of all cases."""

    rows: list[CaseloadRow]
    total: CaseloadRow
    balances: bool
    """Whether opening + new + reopened - closed = closing in every row."""


class Figures(TypedDict):
    """All that a report says."""

    schema: int
    code: str
    period: Period
    scope: Scope
    counted_at: str
    """ISO 8601 in UTC, to the second."""
    left_out: NotRequired[int]
    """People with a service in the period who asked not to be counted; missing in schema 1, which counted everybody."""
    people: Breakdown
    deliveries: int
    by_kind: list[KeyedPeople]
    by_country: list[KeyedPeople]
    action_points: list[PointFigures]
    points_without_service: list[PointWords]
    points_of_policy: list[PointWords]
    indicators: list[IndicatorFigures]
    indicators_without: list[IndicatorWithout]
    services: list[ServiceFigures]
    caseload: Caseload


def canonical(figures: Mapping[str, Any]) -> bytes:
    """The figures as one unambiguous text: keys in order, no spaces, UTF-8."""
    return json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest_of(figures: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(figures)).hexdigest()
