"""How far two words are apart."""

from __future__ import annotations

import enum
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

ALIKE = 0.88
"""Jaro-Winkler likeness from which two words are called alike."""


class Nearness(enum.IntEnum):
    """From the same to nothing in common."""

    SAME = 0
    SAME_SOUND = 1
    ONE_SLIP = 2
    TWO_SLIPS = 3
    ALIKE = 4
    INITIAL = 5
    NONE = 6


@lru_cache(maxsize=500_000)
def nearness(one: str, other: str) -> Nearness:
    """How near two words are written. A slip in a short word, or two in one of four letters, makes another word of it."""
    if one == other:
        return Nearness.SAME
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
