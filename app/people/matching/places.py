"""Comparing places and addresses as bags of words: a rare word in common says more than ten common ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
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
    bits = sum(count * _of_word(weights, frequencies.of_place(word)) for word, count in shared.items())
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
    left: Sequence[str], other_left: Sequence[str], weights: PlaceWeights, frequencies: Frequencies
) -> tuple[float, float]:
    """What misspelt words weigh, and how many were found: a number with a slip is half another number."""
    bits = found = 0.0
    free, other_free = Counter(left), Counter(other_left)
    for _slips, one, other in sorted(_near(set(left), set(other_left)), key=lambda near: (near[0], sorted(near[1:]))):
        count = min(free[one], other_free[other])
        free[one] -= count
        other_free[other] -= count
        share = max(frequencies.of_place(one), frequencies.of_place(other), weights.commonest_slip)
        is_number = one[0].isdigit()
        bits += count * _of_word(weights, share) * (weights.slip_in_a_number if is_number else weights.slip)
        found += count * (0.5 if is_number else 1)
    return bits, found


def _near(words: Iterable[str], others: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Pairs of words, or of numbers, that are one but for a slip, or two in a long one."""
    for word in words:
        for other in others:
            shorter = min(len(word), len(other))
            if shorter >= SHORTEST_WITH_SLIPS and word[0].isdigit() == other[0].isdigit():
                most = 2 if shorter >= LONG else 1
                slips = count_slips(word, other, most=most)
                if slips <= most:
                    yield slips, word, other


def _of_word(weights: PlaceWeights, share: float) -> float:
    return min(log2(weights.same / share), weights.most_of_a_word)
