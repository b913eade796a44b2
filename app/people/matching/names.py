"""Comparing names word by word, in any order: each word finds its nearest of the other name, the surest pairs first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log2

from app.people.matching.evidence import Evidence, Feature, Outcome
from app.people.matching.frequencies import Frequencies
from app.people.matching.records import Role, Word
from app.people.matching.slips import Nearness, nearness
from app.people.matching.weights import NameWeights

SHORTEST_JOINED = 5
"""Letters of two words written as one."""
FEATURES = {Role.GIVEN: Feature.GIVEN_NAMES, Role.SURNAME: Feature.SURNAMES}


@dataclass(frozen=True, slots=True)
class Pair:
    """Words that may be one: their places in both names (two of them where the other side writes both as one).

    Attributes:
        texts: what is written on both sides, in the order of the alphabet: pairs that weigh the same are taken in this order,
            whichever name came first.
    """

    bits: float
    ones: tuple[int, ...]
    others: tuple[int, ...]
    nearness: Nearness
    texts: tuple[str, ...]


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
    left: set[int] = field(default_factory=set)
    other_left: set[int] = field(default_factory=set)
    tallies: dict[Role, Tally] = field(default_factory=lambda: {Role.GIVEN: Tally(), Role.SURNAME: Tally()})

    def pairs(self) -> Iterator[Pair]:
        for at, word in enumerate(self.ones):
            for other_at, other in enumerate(self.others):
                near = _nearness(word, other)
                if near is not Nearness.NONE:
                    crossed = 0.0 if word.role is other.role else self.weights.other_role
                    bits = self.bits_of(word, other, near) + crossed
                    yield Pair(bits, (at,), (other_at,), near, _in_order(word.text, other.text))
        for at, other_at, texts in _written_as_one(self.ones, self.others):
            yield Pair(self.weights.joined, (at, at + 1), (other_at,), Nearness.SAME_SOUND, texts)
        for other_at, at, texts in _written_as_one(self.others, self.ones):
            yield Pair(self.weights.joined, (at,), (other_at, other_at + 1), Nearness.SAME_SOUND, texts)

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
        tally = self.tallies[Role.SURNAME if roles == {Role.SURNAME} else Role.GIVEN]
        self.left.difference_update(pair.ones)
        self.other_left.difference_update(pair.others)
        tally.bits += pair.bits
        tally.same += pair.nearness <= Nearness.SAME_SOUND
        tally.slips += pair.nearness in {Nearness.SAME_SOUND, Nearness.ONE_SLIP} or len(roles) > 1
        tally.loose += pair.nearness > Nearness.ONE_SLIP

    def count_left(self) -> None:
        """What is left on both sides contradicts, in whatever role; what is left on one is missing on the other."""
        differs = {Role.GIVEN: self.weights.given_differs, Role.SURNAME: self.weights.surname_differs}
        left = {role: _count(self.ones, self.left, role) - _count(self.others, self.other_left, role) for role in Role}
        crossed = min(abs(count) for count in left.values()) if left[Role.GIVEN] * left[Role.SURNAME] < 0 else 0
        for role, tally in self.tallies.items():
            mine, theirs = _count(self.ones, self.left, role), _count(self.others, self.other_left, role)
            tally.different = min(mine, theirs) + (crossed if role is Role.GIVEN else 0)
            tally.missing = abs(mine - theirs) - crossed
            tally.bits += tally.different * differs[role] + tally.missing * self.weights.missing


def compare_names(
    ones: Sequence[Word], others: Sequence[Word], *, weights: NameWeights, frequencies: Frequencies
) -> list[Evidence]:
    """What given names and surnames say; a name that one side lacks says little."""
    if not ones or not others:
        return []
    names = _Comparing(ones, others, weights, frequencies, set(range(len(ones))), set(range(len(others))))
    for pair in sorted(names.pairs(), key=lambda pair: (-pair.bits, pair.texts)):
        if names.left.issuperset(pair.ones) and names.other_left.issuperset(pair.others):
            names.take(pair)
    names.count_left()
    return list(_evidence(names.tallies.items()))


def _evidence(tallies: Iterable[tuple[Role, Tally]]) -> Iterator[Evidence]:
    for role, tally in tallies:
        if tally.outcome is not None:
            yield Evidence(FEATURES[role], tally.outcome, tally.bits)
        elif tally.missing:
            yield Evidence(FEATURES[role], Outcome.PARTLY, tally.bits)


def _nearness(word: Word, other: Word) -> Nearness:
    if word.text == other.text:
        return Nearness.SAME
    return Nearness.SAME_SOUND if word.sound == other.sound else nearness(word.text, other.text)


def _in_order(*texts: str) -> tuple[str, ...]:
    return tuple(sorted(texts))


def _written_as_one(words: Sequence[Word], others: Sequence[Word]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where two words that follow each other stand on the other side as one: both places, and the texts."""
    long = [(at, word.text) for at, word in enumerate(others) if len(word.text) >= SHORTEST_JOINED]
    for at in range(len(words) - 1) if long else ():
        joined = words[at].text + words[at + 1].text
        for other_at, text in long:
            if abs(len(text) - len(joined)) <= 1 and nearness(text, joined) <= Nearness.ONE_SLIP:
                yield at, other_at, _in_order(joined, text)


def _count(words: Sequence[Word], left: set[int], role: Role) -> int:
    return sum(words[at].role is role for at in left)
