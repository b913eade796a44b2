"""Weighing somebody of whom only this is told: which of the keys asked for they have (``docs/adr/0024``).

The database tells no more of people outside of the asker's offices. What they have in common with the record asked about is put
together from these keys, so that the same weights decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.people.matching.evidence import Feature, Outcome
from app.people.matching.keys import Joined, Key
from app.people.matching.records import SEXES, Birth, Record, Role, Word
from app.people.matching.weighing import Comparison

WITH_SOUNDS = frozenset({Joined.NAMES, Joined.NAME_AND_DAY, Joined.NAME_AND_YEAR})
ANOTHER = "·"
"""Stands for a word that is not one of those asked for."""
ANOTHER_BIRTH = Birth(years=(0, 0))


@dataclass(frozen=True)
class Told:
    """What is told of somebody.

    Attributes:
        keys: those asked for that they have.
        word_count: how many words their names have.
        sex_agrees, year_agrees: with what was asked; None where either side does not know.
    """

    keys: Collection[Key]
    word_count: int
    sex_agrees: bool | None
    year_agrees: bool | None


def record_in_common(asked: Record, told: Told) -> Record:
    """The other registration as far as it can be told: what it shares with ``asked``, and that the rest is something else."""
    return Record(
        words=tuple(_words(asked, told)),
        birth=_birth(asked, told),
        sex=_sex(asked, told),
        documents=frozenset(_shared(told, Joined.DOCUMENT)),
        phones=frozenset(_shared(told, Joined.PHONE)),
    )


def is_worth_asking(asked: Record, other: Record, comparison: Comparison) -> bool:
    """Whether an office is asked about somebody there: a match that is not a relative's.

    What is told of people elsewhere hides slips, so that one given name in common is enough.
    """
    outcomes = {each.feature: each.outcome for each in comparison.evidence}
    is_named = any(word.role is Role.GIVEN and word in asked.words for word in other.words)
    is_other = Outcome.DIFFERENT in {outcomes.get(Feature.BIRTH), outcomes.get(Feature.SEX)}
    return comparison.level is not None and (bool(other.documents) or (is_named and not is_other))


def _words(asked: Record, told: Told) -> Iterator[Word]:
    sounds = {str(fact) for key in told.keys if key.joined in WITH_SOUNDS for fact in _sounds_of(key)}
    shared = [word for word in asked.words if word.sound in sounds]
    yield from shared
    others = [word for word in asked.words if word.sound not in sounds]
    for word in others[: max(0, told.word_count - len(shared))]:
        yield Word(ANOTHER, ANOTHER, word.role)


def _sounds_of(key: Key) -> tuple[object, ...]:
    return key.facts if key.joined is Joined.NAMES else key.facts[:1]


def _birth(asked: Record, told: Told) -> Birth | None:
    if asked.birth is None:
        return None
    if any(key.joined is Joined.BORN for key in told.keys):
        return asked.birth
    if told.year_agrees is None:
        return None
    return Birth(years=asked.birth.years) if told.year_agrees else ANOTHER_BIRTH


def _sex(asked: Record, told: Told) -> str | None:
    if asked.sex is None or told.sex_agrees is None:
        return None
    return asked.sex if told.sex_agrees else next(sex for sex in SEXES if sex != asked.sex)


def _shared(told: Told, joined: Joined) -> Iterator[str | bytes]:
    for key in told.keys:
        if key.joined is joined and isinstance(key.facts[0], str | bytes):
            yield key.facts[0]
