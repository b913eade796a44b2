"""Comparing birth dates that may be partial, mistyped, swapped, or an age."""

from __future__ import annotations

from math import log2

from app.people.matching.evidence import Evidence, Feature, Outcome
from app.people.matching.frequencies import Frequencies
from app.people.matching.records import Birth
from app.people.matching.slips import count_slips
from app.people.matching.weights import BirthWeights, PartWeights

WHOLE = 8
"""Digits of a whole date, year first."""
YEARS_OF_A_PARENT = 15
"""A slip in the year that moves a birth by so much may be a parent's of the same name."""
YEARS_NEAR = 2
"""Stated ages and remembered years miss by so much without meaning another person."""


def compare_births(one: Birth | None, other: Birth | None, *, weights: BirthWeights, frequencies: Frequencies) -> list[Evidence]:
    if one is None or other is None:
        return []
    outcome, bits = _compare(one, other, weights, frequencies)
    return [Evidence(Feature.BIRTH, outcome, bits)]


def _compare(one: Birth, other: Birth, weights: BirthWeights, frequencies: Frequencies) -> tuple[Outcome, float]:
    written, other_written = one.written, other.written
    if written and written == other_written and (one.is_exact or one.year is None):
        return Outcome.SAME, min(log2(weights.same / frequencies.of_birth(written)), weights.most)
    if len(written) == len(other_written) == WHOLE:
        return _compare_whole(written, other_written, weights)
    if one.years and other.years:
        return _compare_years(one, other, weights)
    if count_slips(written, other_written, most=1) == 1:
        return Outcome.SIMILAR, weights.one_slip
    return Outcome.DIFFERENT, weights.differs


def _compare_whole(one: str, other: str, weights: BirthWeights) -> tuple[Outcome, float]:
    if one == other[:4] + other[6:] + other[4:6]:
        return Outcome.SIMILAR, weights.day_month_swapped
    slips = count_slips(one, other, most=2)
    if slips == 1:
        is_near = abs(int(one[:4]) - int(other[:4])) < YEARS_OF_A_PARENT
        return (Outcome.SIMILAR if is_near else Outcome.PARTLY), weights.one_slip
    year, month, day = (count_slips(one[part], other[part], most=1) for part in (slice(4), slice(4, 6), slice(6, 8)))
    if year > 1 and month + day > 1:
        return Outcome.DIFFERENT, weights.differs
    bits = _of_part(year, weights.year) + _of_part(month, weights.month) + _of_part(day, weights.day)
    bits = max(bits, weights.two_slips if slips == 2 else weights.differs)
    return (Outcome.PARTLY if bits > 0 else Outcome.DIFFERENT), bits


def _of_part(slips: int, weights: PartWeights) -> float:
    return (weights.same, weights.one_slip, weights.differs)[slips]


def _compare_years(one: Birth, other: Birth, weights: BirthWeights) -> tuple[Outcome, float]:
    """Of which at least one is a year, a month or an age."""
    (earliest, latest), (other_earliest, other_latest) = one.years or (0, 0), other.years or (0, 0)
    apart = max(earliest, other_earliest) - min(latest, other_latest)
    if apart <= 0:
        if one.month and other.month and one.month != other.month:
            return Outcome.DIFFERENT, weights.month.differs
        return Outcome.PARTLY, weights.years_fit + (weights.month.same if one.month and other.month else 0)
    if apart <= YEARS_NEAR:
        return Outcome.PARTLY, weights.years_near
    return Outcome.DIFFERENT, weights.differs
