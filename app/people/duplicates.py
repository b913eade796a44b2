"""Is the person in front of us already registered? What speaks for and against, each reason in points that can be explained."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.foundation.partial_date import PartialDate
from app.people.enums import Sex
from app.people.models import Person
from app.people.names import Names


class Reason(enum.StrEnum):
    """One agreement or contradiction between what is being typed and a person found."""

    SAME_NAMES = "same_names"
    SAME_SURNAMES = "same_surnames"
    SAME_SURNAME = "same_surname"
    SAME_GIVEN_NAME = "same_given_name"
    SIMILAR_NAMES = "similar_names"
    SAME_BIRTH_DATE = "same_birth_date"
    SAME_BIRTH_YEAR = "same_birth_year"
    AGE_FITS = "age_fits"
    SAME_PHONE = "same_phone"
    OTHER_AGE = "other_age"
    OTHER_SEX = "other_sex"


POINTS: dict[Reason, int] = {
    Reason.SAME_NAMES: 5,
    Reason.SAME_SURNAMES: 3,
    Reason.SAME_SURNAME: 2,
    Reason.SAME_GIVEN_NAME: 1,
    Reason.SIMILAR_NAMES: 1,
    Reason.SAME_BIRTH_DATE: 4,
    Reason.SAME_BIRTH_YEAR: 2,
    Reason.AGE_FITS: 1,
    Reason.SAME_PHONE: 3,
    Reason.OTHER_AGE: -4,
    Reason.OTHER_SEX: -2,
}
"""Judgement of this project, to be replaced by weights measured on labelled pairs."""

CLOSE = 5
"""From here on, saving asks once whether it is the same person."""
SIMILAR = 0.45
"""Trigram likeness of the whole names from which they are called similar."""
YEARS_APART = 2
"""Stated ages and remembered years miss by this much without meaning another person."""


@dataclass(frozen=True)
class Statement:
    """What is known so far of the person in front of us."""

    names: Names
    sex: Sex | None = None
    birth: PartialDate | None = None
    stated_age: int | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Match:
    """A person found, with why they may be the same one."""

    person: Person
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        return sum(POINTS[reason] for reason in self.reasons)

    @property
    def is_close(self) -> bool:
        return self.points >= CLOSE


def compare(stated: Statement, person: Person, *, likeness: float | None, today: date) -> Match:
    """Weigh a found person against what was stated.

    Args:
        likeness: 0 to 1, how alike the search found the names as a whole; None when the names did not find the person.
    """
    reasons = (
        *_compare_names(stated.names, person, likeness),
        *_compare_birth(stated, person, today),
        # Opened only where there is something to compare it with.
        *(_compare_phone(stated.phone, person.phone) if stated.phone else ()),
        *_compare_sex(stated.sex, person.sex),
    )
    return Match(person, reasons)


def _compare_names(stated: Names, person: Person, likeness: float | None) -> Iterable[Reason]:
    other = Names(person.given_names, person.surname_1, person.surname_2)
    shared_surnames = stated.surnames & other.surnames
    if stated.surnames == other.surnames and stated.given_words == other.given_words:
        return [Reason.SAME_NAMES]
    reasons = []
    if len(shared_surnames) == 2:
        reasons.append(Reason.SAME_SURNAMES)
    elif shared_surnames:
        reasons.append(Reason.SAME_SURNAME)
    if stated.given_words & other.given_words:
        reasons.append(Reason.SAME_GIVEN_NAME)
    # Whoever the search found without a word in common sounds alike, or differs by a slip.
    if likeness is not None and (likeness >= SIMILAR or not reasons):
        reasons.append(Reason.SIMILAR_NAMES)
    return reasons


def _compare_birth(stated: Statement, person: Person, today: date) -> Iterable[Reason]:
    if stated.birth is not None and person.birth is not None:
        if stated.birth.is_exact and stated.birth == person.birth:
            return [Reason.SAME_BIRTH_DATE]
        if stated.birth.year == person.birth.year:
            return [Reason.SAME_BIRTH_YEAR]
    ages, other_ages = _ages_stated(stated, today), person.age_range(today)
    if ages is None or other_ages is None:
        return []
    apart = max(ages[0], other_ages[0]) - min(ages[1], other_ages[1])
    if apart > YEARS_APART:
        return [Reason.OTHER_AGE]
    return [Reason.AGE_FITS] if apart <= 0 else []


def _ages_stated(stated: Statement, today: date) -> tuple[int, int] | None:
    if stated.birth is not None:
        return stated.birth.age_range(today)
    return None if stated.stated_age is None else (stated.stated_age, stated.stated_age)


def _compare_phone(phone: str | None, other: str | None) -> Iterable[Reason]:
    digits, other_digits = _last_digits(phone), _last_digits(other)
    return [Reason.SAME_PHONE] if digits and digits == other_digits else []


def _last_digits(phone: str | None) -> str:
    """The last eight digits: with or without the country's prefix it is the same line."""
    return "".join(character for character in phone or "" if character.isdigit())[-8:]


def _compare_sex(sex: Sex | None, other: Sex) -> Iterable[Reason]:
    told_apart = {Sex.FEMALE, Sex.MALE}
    return [Reason.OTHER_SEX] if sex in told_apart and other in told_apart and sex is not other else []
