"""Comparing places and addresses as bags of words: a rare word in common says more than ten common ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log2

from app.people.matching.evidence import Evidence, Feature, Outcome
from app.people.matching.frequencies import Frequencies
from app.people.matching.slips import count_slips
from app.people.matching.weights import PlaceWeights

SHORTEST_WITH_SLIPS = 3
LONG = 6
"""Letters of a word in which two slips may happen."""


def compare_places(
    one: Sequence[str], other: Sequence[str], *, weights: PlaceWeights, frequencies: Frequencies
) -> list[Evidence]:
    if not one or not other:
        return []
    ones, others = Counter(one), Counter(other)
    shared = ones & others
    bits = sum(count * _of_word(word, weights, frequencies.of_place(word)) for word, count in shared.items())
    found = float(shared.total())
    slips, found_with_slips = _compare_slips(
        list((ones - shared).elements()), list((others - shared).elements()), weights, frequencies
    )
    missing = min(len(one), len(other)) - found - found_with_slips
    total = max(min((bits + slips) * weights.together, weights.most) + missing * weights.missing, weights.least)
    return [Evidence(Feature.PLACE, _outcome(total, missing), total)]


def _outcome(bits: float, missing: float) -> Outcome:
    if bits <= 0:
        return Outcome.DIFFERENT
    return Outcome.SIMILAR if missing else Outcome.SAME


def _compare_slips(
    left: Sequence[str], other_left: list[str], weights: PlaceWeights, frequencies: Frequencies
) -> tuple[float, float]:
    """What misspelt words weigh, and how many were found: a number with a slip is half another number."""
    bits = found = 0.0
    for word in left:
        near = _nearest(word, other_left)
        if near is None:
            continue
        other_left.remove(near)
        share = max(frequencies.of_place(word), weights.commonest_slip)
        is_number = word[0].isdigit()
        bits += _of_word(word, weights, share) * (weights.slip_in_a_number if is_number else weights.slip)
        found += 0.5 if is_number else 1
    return bits, found


def _nearest(word: str, others: Sequence[str]) -> str | None:
    best, fewest = None, 3
    for other in others:
        shorter = min(len(word), len(other))
        if shorter < SHORTEST_WITH_SLIPS or word[0].isdigit() != other[0].isdigit():
            continue
        slips = count_slips(word, other, most=2 if shorter >= LONG else 1)
        if slips < fewest and slips <= (2 if shorter >= LONG else 1):
            best, fewest = other, slips
    return best


def _of_word(_word: str, weights: PlaceWeights, share: float) -> float:
    return min(log2(weights.same / share), weights.most_of_a_word)
