"""Somebody who may be meant, and who of those is worth telling of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import Office
from app.people.matching import Comparison, Feature, Level, Outcome, Record, count_slips
from app.people.models import Person

MOST_LETTERS_APART = 4
_AGREES = frozenset({Outcome.SAME, Outcome.SIMILAR})
_NAMES = (Feature.GIVEN_NAMES, Feature.SURNAMES)
_BESIDE_THE_NAME = frozenset({Feature.SEX, Feature.BIRTH, Feature.NATIONALITY})


@dataclass(frozen=True)
class Candidate:
    """A person within the actor's scope who may be the one in front of us, weighed."""

    person: Person
    comparison: Comparison
    is_of_same_year: bool = False
    letters_apart: int | None = None
    """In how many letters the names differ; None where it is more than a few, or where words are left out."""

    @property
    def level(self) -> Level | None:
        """None for whom only the name speaks so far."""
        return self.comparison.level

    @property
    def shares_phone(self) -> bool:
        return any(each.feature is Feature.PHONE and each.outcome is Outcome.SAME for each in self.comparison.evidence)

    @property
    def agrees_beside_the_name(self) -> bool:
        """Whether sex, birth or age, and nationality are known of both and agree."""
        return {each.feature for each in self.comparison.evidence if each.bits > 0} >= _BESIDE_THE_NAME


@dataclass(frozen=True)
class Candidates:
    """Who may be meant.

    Attributes:
        people: within the actor's scope, likeliest first.
        elsewhere: offices of the country outside of it where somebody may be; who and how many is not told.
        keys: by which they were looked for.
    """

    people: Sequence[Candidate] = ()
    elsewhere: Sequence[Office] = ()
    keys: Sequence[int] = ()

    @property
    def matches(self) -> Sequence[Candidate]:
        """For whom more than the name or the phone speaks."""
        return [each for each in self.people if each.level is not None]

    @property
    def others(self) -> Sequence[Candidate]:
        """Who only has a similar name, or the same phone."""
        return [each for each in self.people if each.level is None]

    @property
    def worth_a_question(self) -> Sequence[Candidate]:
        """Those of whom saving asks."""
        return [each for each in self.people if each.level is not None or each.agrees_beside_the_name]


def is_likely(candidate: Candidate) -> bool:
    """A match; a family's phone; or a name that agrees, while nothing speaks against it."""
    if candidate.level is not None or candidate.shares_phone:
        return True
    outcomes = {each.feature: each.outcome for each in candidate.comparison.evidence}
    named = outcomes.get(Feature.GIVEN_NAMES) in _AGREES or outcomes.get(Feature.SURNAMES) in _AGREES
    return named and Outcome.DIFFERENT not in {outcomes.get(each) for each in (*_NAMES, Feature.BIRTH, Feature.SEX)}


def is_of_same_year(record: Record, other: Record) -> bool:
    years = [each.birth.year for each in (record, other) if each.birth and each.birth.year]
    return len(years) == 2 and years[0] == years[1]


def letters_apart(record: Record, other: Record) -> int | None:
    """Without telling apart in which order given names and surnames stand."""
    if len(record.words) != len(other.words):
        return None
    names, other_names = (" ".join(sorted(word.text for word in each.words)) for each in (record, other))
    apart = count_slips(names, other_names, most=MOST_LETTERS_APART)
    return apart if apart <= MOST_LETTERS_APART else None
