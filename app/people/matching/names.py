"""Comparing names word by word, in any order: each word finds its nearest of the other name, the surest pairs first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log2
from typing import NamedTuple

from app.people.matching.evidence import Evidence, Feature, Outcome
from app.people.matching.frequencies import Frequencies
from app.people.matching.records import Role, Word
from app.people.matching.slips import Nearness, nearness
from app.people.matching.weights import NameWeights

SHORTEST_JOINED = 5
"""Letters of two words written as one."""


class Pair(NamedTuple):
    """Words that may be one. The surest pairs sort first; those that weigh the same as their texts do, whichever name came first.

    Attributes:
        cost: bits against it.
        texts: what is written on both sides, in the order of the alphabet.
        found: in which place among all pairs.
        ones, others: places of the words in both names; two of them where the other side writes both as one.
    """

    cost: float
    texts: tuple[str, ...]
    found: int
    ones: tuple[int, ...]
    others: tuple[int, ...]
    nearness: Nearness


@dataclass(slots=True)
class Tally:
    """What is known of the words of one role."""

    bits: float = 0.0
    same: int = 0
    slips: int = 0
    loose: int = 0
    missing: int = 0
    different: int = 0

    @property
    def outcome(self) -> Outcome | None:
        """A word left out is forgiven beside one that is the same: "María" and "Marina Oriana" are not one name."""
        if self.different:
            return Outcome.DIFFERENT
        if self.loose or (self.missing and not self.same):
            return Outcome.PARTLY
        if self.slips or self.missing:
            return Outcome.SIMILAR
        return Outcome.SAME if self.same else None


@dataclass(slots=True)
class _Comparing:
    """Two names on their way to a tally for each role."""

    ones: Sequence[Word]
    others: Sequence[Word]
    weights: NameWeights
    frequencies: Frequencies
    left: set[int]
    other_left: set[int]
    given: Tally = field(default_factory=Tally)
    surname: Tally = field(default_factory=Tally)

    def pairs(self) -> list[Pair]:
        """All words that may be one, the surest first."""
        found: list[Pair] = []
        for at, word in enumerate(self.ones):
            text, sound = word.text, word.sound
            for other_at, other in enumerate(self.others):
                if text == other.text:
                    near = Nearness.SAME
                elif sound == other.sound:
                    near = Nearness.SAME_SOUND
                elif (near := nearness(text, other.text)) is Nearness.NONE:
                    continue
                bits = self.bits_of(word, other, near) + (0.0 if word.role is other.role else self.weights.other_role)
                found.append(Pair(-bits, _in_order(text, other.text), len(found), (at,), (other_at,), near))
        for at, other_at, texts in _written_as_one(self.ones, self.others):
            found.append(Pair(-self.weights.joined, texts, len(found), (at, at + 1), (other_at,), Nearness.SAME_SOUND))
        for other_at, at, texts in _written_as_one(self.others, self.ones):
            found.append(Pair(-self.weights.joined, texts, len(found), (at,), (other_at, other_at + 1), Nearness.SAME_SOUND))
        found.sort()
        return found

    def bits_of(self, word: Word, other: Word, near: Nearness) -> float:
        """What a word weighs that found one as near as this."""
        weights = self.weights
        if near is Nearness.SAME:
            return min(log2(weights.same / self.frequencies.of_word(word.text)), weights.most)
        if near is Nearness.SAME_SOUND:
            share = max(self.frequencies.of_spellings(word.text, other.text, word.sound), weights.commonest_sound)
            return min(log2(weights.same_sound / share), weights.most)
        slips = {Nearness.ONE_SLIP: weights.one_slip, Nearness.TWO_SLIPS: weights.two_slips, Nearness.ALIKE: weights.alike}
        return slips.get(near, weights.initial)

    def take(self, pair: Pair) -> None:
        """Count words as one, under the surnames where all of them are, else under the given names."""
        roles = {*(self.ones[at].role for at in pair.ones), *(self.others[at].role for at in pair.others)}
        tally = self.surname if roles == {Role.SURNAME} else self.given
        self.left.difference_update(pair.ones)
        self.other_left.difference_update(pair.others)
        tally.bits -= pair.cost
        tally.same += pair.nearness <= Nearness.SAME_SOUND
        tally.slips += pair.nearness in {Nearness.SAME_SOUND, Nearness.ONE_SLIP} or len(roles) > 1
        tally.loose += pair.nearness > Nearness.ONE_SLIP

    def count_left(self) -> None:
        """What is left on both sides contradicts, in whatever role; what is left on one is missing on the other."""
        given, surnames = _count_roles(self.ones, self.left)
        other_given, other_surnames = _count_roles(self.others, self.other_left)
        more_given, more_surnames = given - other_given, surnames - other_surnames
        crossed = min(abs(more_given), abs(more_surnames)) if more_given * more_surnames < 0 else 0
        self._count_role(self.given, min(given, other_given) + crossed, abs(more_given) - crossed, self.weights.given_differs)
        self._count_role(self.surname, min(surnames, other_surnames), abs(more_surnames) - crossed, self.weights.surname_differs)

    def _count_role(self, tally: Tally, different: int, missing: int, differs: float) -> None:
        tally.different, tally.missing = different, missing
        tally.bits += different * differs + missing * self.weights.missing


def compare_names(
    ones: Sequence[Word], others: Sequence[Word], *, weights: NameWeights, frequencies: Frequencies
) -> list[Evidence]:
    """What given names and surnames say; a name that one side lacks says little."""
    if not ones or not others:
        return []
    names = _Comparing(ones, others, weights, frequencies, set(range(len(ones))), set(range(len(others))))
    for pair in names.pairs():
        if names.left.issuperset(pair.ones) and names.other_left.issuperset(pair.others):
            names.take(pair)
    names.count_left()
    return list(_evidence(names))


def _evidence(names: _Comparing) -> Iterator[Evidence]:
    for feature, tally in ((Feature.GIVEN_NAMES, names.given), (Feature.SURNAMES, names.surname)):
        outcome = tally.outcome or (Outcome.PARTLY if tally.missing else None)
        if outcome is not None:
            yield Evidence(feature, outcome, tally.bits)


def _in_order(one: str, other: str) -> tuple[str, ...]:
    return (one, other) if one <= other else (other, one)


def _written_as_one(words: Sequence[Word], others: Sequence[Word]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where two words that follow each other stand on the other side as one: both places, and the texts."""
    longest = max(len(other.text) for other in others)
    if longest < SHORTEST_JOINED:
        return
    for at in range(len(words) - 1):
        length = len(words[at].text) + len(words[at + 1].text)
        if length > longest + 1:
            continue
        joined = words[at].text + words[at + 1].text
        for other_at, other in enumerate(others):
            is_as_long = len(other.text) >= SHORTEST_JOINED and -1 <= len(other.text) - length <= 1
            if is_as_long and nearness(other.text, joined) <= Nearness.ONE_SLIP:
                yield at, other_at, _in_order(joined, other.text)


def _count_roles(words: Sequence[Word], left: set[int]) -> tuple[int, int]:
    """How many given names and surnames are left."""
    given = sum(1 for at in left if words[at].role is Role.GIVEN) if left else 0
    return given, len(left) - given
