"""The sum: all evidence of two registrations, how likely they are one person, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from app.people.matching.births import compare_births
from app.people.matching.evidence import Evidence, Feature, Outcome
from app.people.matching.frequencies import FEWEST, Frequencies
from app.people.matching.levels import Level
from app.people.matching.names import compare_names
from app.people.matching.places import compare_places
from app.people.matching.records import Record
from app.people.matching.weights import PlainWeights, Weights, weights

__all__ = ["Comparison", "Evidence", "Feature", "Outcome", "weigh"]

PERSONAL = frozenset({Feature.GIVEN_NAMES, Feature.BIRTH, Feature.SEX, Feature.DOCUMENT})
"""What is somebody's own, and not of their family too."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two registrations, weighed.

    Attributes:
        bits: the sum of the evidence, less what it takes to find one person among so many.
    """

    evidence: tuple[Evidence, ...]
    bits: float
    level: Level | None

    @property
    def score(self) -> float:
        """0 to 1: how likely both are one person, as the weights have it."""
        return 1 / (1 + math.exp2(-max(min(self.bits, 60.0), -60.0)))


def weigh(one: Record, other: Record, *, frequencies: Frequencies, among: int) -> Comparison:
    """Compare two registrations. Places are left out where they could not make a match of it any more.

    Args:
        among: how many people the second one was found among; the more, the more has to agree.
    """
    said, found_among = weights(), math.log2(max(among, FEWEST))
    evidence = _compare(one, other, said, frequencies)
    total = _sum(evidence)
    if total - found_among + said.place.most >= said.possible:
        evidence += compare_places(one.place, other.place, weights=said.place, frequencies=frequencies)
    evidence += _of_relatives(evidence, said)
    bits = _sum(evidence) - found_among
    return Comparison(tuple(evidence), bits, _level(evidence, bits, said))


def _compare(one: Record, other: Record, said: Weights, frequencies: Frequencies) -> list[Evidence]:
    found = _compare_names(one, other, said, frequencies)
    found += compare_births(one.birth, other.birth, weights=said.birth, frequencies=frequencies)
    if one.sex and other.sex:
        is_same = one.sex == other.sex
        found.append(Evidence(Feature.SEX, _outcome(is_same=is_same), said.sex.same if is_same else said.sex.differs))
    if one.nationalities and other.nationalities:
        found.append(_compare_sets(Feature.NATIONALITY, one.nationalities, other.nationalities, said.nationality))
    if one.documents and other.documents:
        found.append(_compare_sets(Feature.DOCUMENT, one.documents, other.documents, said.document))
    if one.phones and other.phones:
        found.append(_compare_sets(Feature.PHONE, one.phones, other.phones, said.phone))
    return found


def _compare_names(one: Record, other: Record, said: Weights, frequencies: Frequencies) -> list[Evidence]:
    """By the two of their names that are most alike."""
    if not one.other_names and not other.other_names:
        return compare_names(one.words, other.words, weights=said.names, frequencies=frequencies)
    compared = (
        compare_names(words, other_words, weights=said.names, frequencies=frequencies)
        for words, other_words in product(one.names, other.names)
    )
    return max(compared, key=_sum)


def _compare_sets(feature: Feature, ones: frozenset[object], others: frozenset[object], plain: PlainWeights) -> Evidence:
    is_same = not ones.isdisjoint(others)
    return Evidence(feature, _outcome(is_same=is_same), plain.same if is_same else plain.differs)


def _sum(evidence: Iterable[Evidence]) -> float:
    return sum(each.bits for each in evidence)


def _outcome(*, is_same: bool) -> Outcome:
    return Outcome.SAME if is_same else Outcome.DIFFERENT


def _of_relatives(evidence: Sequence[Evidence], said: Weights) -> Iterator[Evidence]:
    """Where given name and birth tell two people apart, what relatives share counts only up to a limit."""
    if not any(each.feature is Feature.GIVEN_NAMES and each.outcome is Outcome.DIFFERENT for each in evidence):
        return
    personal = _sum(each for each in evidence if each.feature in PERSONAL)
    shared = _sum(evidence) - personal
    if personal < 0 and shared > said.most_of_family:
        yield Evidence(Feature.RELATIVES, Outcome.DIFFERENT, said.most_of_family - shared)


def _level(evidence: Iterable[Evidence], bits: float, said: Weights) -> Level | None:
    if bits < said.possible:
        return None
    return Level.CERTAIN if bits >= said.certain and _is_beyond_doubt(evidence) else Level.POSSIBLE


def _is_beyond_doubt(evidence: Iterable[Evidence]) -> bool:
    """Nothing personal contradicts, the given names agree, and so does the birth date or a document.

    Twins, father and son of one name, and namesakes each fail one of these, whatever else they share. A birth date with a slip
    may be a namesake's where the documents differ too.
    """
    outcomes = {each.feature: each.outcome for each in evidence}
    agrees = {Outcome.SAME, Outcome.SIMILAR}
    if Outcome.DIFFERENT in {outcomes.get(feature) for feature in (Feature.SURNAMES, Feature.BIRTH, Feature.SEX)}:
        return False
    birth, document = outcomes.get(Feature.BIRTH), outcomes.get(Feature.DOCUMENT)
    is_born_alike = birth is Outcome.SAME or (birth is Outcome.SIMILAR and document is not Outcome.DIFFERENT)
    return outcomes.get(Feature.GIVEN_NAMES) in agrees and (is_born_alike or document is Outcome.SAME)
