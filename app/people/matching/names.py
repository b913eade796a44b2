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
    """Two words that may be one: their places in both names, what they weigh, and whether they are written alike."""

    bits: float
    one: int
    other: int
    is_same: bool


@dataclass(slots=True)
class Tally:
    """What is known of the words of one role."""

    bits: float = 0.0
    same: int = 0
    similar: int = 0
    missing: int = 0
    different: int = 0

    @property
    def outcome(self) -> Outcome | None:
        if self.different:
            return Outcome.DIFFERENT
        if self.similar or (self.same and self.missing):
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
                bits = self.bits_of(word, other)
                if bits is not None:
                    crossed = 0.0 if word.role is other.role else self.weights.other_role
                    yield Pair(bits + crossed, at, other_at, word.text == other.text)

    def bits_of(self, word: Word, other: Word) -> float | None:
        """What two words weigh that may be one; None for words with nothing in common."""
        weights = self.weights
        if word.text == other.text:
            return min(log2(weights.same / self.frequencies.of_word(word.text)), weights.most)
        if word.sound == other.sound:
            share = max(self.frequencies.of_sound(word.sound), weights.commonest_sound)
            return min(log2(weights.same_sound / share), weights.most)
        near = {
            Nearness.ONE_SLIP: weights.one_slip,
            Nearness.TWO_SLIPS: weights.two_slips,
            Nearness.ALIKE: weights.alike,
            Nearness.INITIAL: weights.initial,
        }
        return near.get(nearness(word.text, other.text))

    def take(self, pair: Pair) -> None:
        """Count two words as one, under the surnames where both are, else under the given names."""
        roles = {self.ones[pair.one].role, self.others[pair.other].role}
        tally = self.tallies[Role.SURNAME if roles == {Role.SURNAME} else Role.GIVEN]
        self.left.discard(pair.one)
        self.other_left.discard(pair.other)
        tally.bits += pair.bits
        if pair.is_same and len(roles) == 1:
            tally.same += 1
        else:
            tally.similar += 1

    def take_joined(self) -> None:
        """Two words of one side that the other side writes as one."""
        for words, left, others, other_left in (
            (self.ones, self.left, self.others, self.other_left),
            (self.others, self.other_left, self.ones, self.left),
        ):
            for at in sorted(left):
                if {at, at + 1} <= left and (found := _written_as_one(words[at], words[at + 1], others, other_left)) is not None:
                    left.difference_update({at, at + 1})
                    other_left.discard(found)
                    tally = self.tallies[words[at].role]
                    tally.bits += self.weights.joined
                    tally.similar += 1

    def count_left(self) -> None:
        """What is left on both sides contradicts; what is left on one is missing on the other."""
        differs = {Role.GIVEN: self.weights.given_differs, Role.SURNAME: self.weights.surname_differs}
        for role, tally in self.tallies.items():
            mine, theirs = _count(self.ones, self.left, role), _count(self.others, self.other_left, role)
            tally.different, tally.missing = min(mine, theirs), abs(mine - theirs)
            tally.bits += tally.different * differs[role] + tally.missing * self.weights.missing


def compare_names(
    ones: Sequence[Word], others: Sequence[Word], *, weights: NameWeights, frequencies: Frequencies
) -> list[Evidence]:
    """What given names and surnames say; a name that one side lacks says little."""
    if not ones or not others:
        return []
    names = _Comparing(ones, others, weights, frequencies, set(range(len(ones))), set(range(len(others))))
    for pair in sorted(names.pairs(), key=lambda pair: (-pair.bits, pair.one, pair.other)):
        if pair.one in names.left and pair.other in names.other_left:
            names.take(pair)
    if names.left and names.other_left:
        names.take_joined()
    names.count_left()
    return list(_evidence(names.tallies.items()))


def _evidence(tallies: Iterable[tuple[Role, Tally]]) -> Iterator[Evidence]:
    for role, tally in tallies:
        if tally.outcome is not None:
            yield Evidence(FEATURES[role], tally.outcome, tally.bits)
        elif tally.missing:
            yield Evidence(FEATURES[role], Outcome.SIMILAR, tally.bits)


def _written_as_one(word: Word, following: Word, others: Sequence[Word], left: set[int]) -> int | None:
    joined = word.text + following.text
    if len(joined) < SHORTEST_JOINED:
        return None
    near = (at for at in sorted(left) if others[at].text == joined or nearness(others[at].text, joined) is Nearness.ONE_SLIP)
    return next(near, None)


def _count(words: Sequence[Word], left: set[int], role: Role) -> int:
    return sum(words[at].role is role for at in left)
