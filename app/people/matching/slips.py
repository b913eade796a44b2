"""How far two words are apart."""

from __future__ import annotations

import enum
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

ALIKE = 0.88
"""Jaro-Winkler likeness from which two words are called alike."""


class Nearness(enum.IntEnum):
    """From a slip of the hand to nothing in common."""

    ONE_SLIP = 1
    TWO_SLIPS = 2
    ALIKE = 3
    INITIAL = 4
    NONE = 5


@lru_cache(maxsize=500_000)
def nearness(one: str, other: str) -> Nearness:
    """Of two different words. A slip in a short word, or two in one of four letters, makes another word of it."""
    shorter = min(len(one), len(other))
    if shorter == 1:
        return Nearness.INITIAL if one[0] == other[0] else Nearness.NONE
    slips = count_slips(one, other, most=2)
    if slips == 1 and shorter >= 3:
        return Nearness.ONE_SLIP
    if slips == 2 and shorter >= 5:
        return Nearness.TWO_SLIPS
    if shorter >= 4 and JaroWinkler.similarity(one, other, score_cutoff=ALIKE):
        return Nearness.ALIKE
    return Nearness.NONE


def count_slips(one: str, other: str, *, most: int) -> int:
    """Letters more, less, other, or swapped with their neighbour; ``most`` + 1 for any more than ``most``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    return DamerauLevenshtein.distance(one, other, score_cutoff=most)
