"""What is compared of a person whom this instance keeps: built from its columns here and nowhere else.

Phones and documents enter by their fingerprints only, so that a person is compared without opening what is sealed. Places are
left out: the one in the clear is the first-level area, which most people of an office share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from app.catalogue.queries import UNTOLD
from app.foundation.partial_date import PartialDate
from app.people.matching.records import SEXES, Birth, Record, Role, Word, of_partial_date, read_other_name, read_words


class Registered(Protocol):
    """A person, or a row of their columns."""

    @property
    def given_names(self) -> str | None: ...
    @property
    def surname_1(self) -> str | None: ...
    @property
    def surname_2(self) -> str | None: ...
    @property
    def name_as_said(self) -> str | None: ...
    @property
    def other_names(self) -> Sequence[str] | None: ...
    @property
    def sex(self) -> str | None: ...
    @property
    def birth_year(self) -> int | None: ...
    @property
    def birth_month(self) -> int | None: ...
    @property
    def birth_day(self) -> int | None: ...
    @property
    def stated_age(self) -> int | None: ...
    @property
    def age_stated_on(self) -> date | None: ...
    @property
    def phone_index(self) -> bytes | None: ...


def record_of(person: Registered, *, documents: Iterable[bytes | None], nationalities: Iterable[str] = ()) -> Record:
    """One registration as it is compared.

    Args:
        documents: the fingerprints of the numbers of the person's documents.
        nationalities: ISO 3166-1 alpha-3, or one of ``WITHOUT_COUNTRY``; no key is made of them.
    """
    words = (
        *read_words(person.given_names or "", Role.GIVEN),
        *read_words(f"{person.surname_1 or ''} {person.surname_2 or ''}", Role.SURNAME),
    )
    return Record(
        words=words,
        other_names=read_other_names([person.name_as_said, *(person.other_names or ())], words),
        birth=birth_of(_date_of(person), person.stated_age, person.age_stated_on),
        sex=sex_told_apart(person.sex),
        nationalities=told_nationalities(nationalities),
        documents=frozenset(document for document in documents if document),
        phones=frozenset([person.phone_index] if person.phone_index else []),
    )


def read_other_names(names: Iterable[str | None], words: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    read = (read_other_name(name, words) for name in names if name)
    return tuple(other for other in dict.fromkeys(read) if other and other != tuple(words))


def birth_of(birth: PartialDate | None, stated_age: int | None, stated_on: date | None) -> Birth | None:
    """The birth date as far as it is known, or the two years that an age leaves open."""
    if birth is not None:
        return of_partial_date(birth)
    if stated_age is None or stated_on is None:
        return None
    born = stated_on.year - stated_age
    return Birth(years=(born - 1, born))


def sex_told_apart(sex: str | None) -> str | None:
    """Female or male; any other answer contradicts nothing."""
    return sex if sex in SEXES else None


def told_nationalities(countries: Iterable[str]) -> frozenset[str]:
    # A nationality that nobody could tell, or would, contradicts no other.
    return frozenset(country for country in countries if country not in UNTOLD)


def _date_of(person: Registered) -> PartialDate | None:
    return None if person.birth_year is None else PartialDate(person.birth_year, person.birth_month, person.birth_day)
