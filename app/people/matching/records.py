"""What is compared of a registration: names as words, birth, and the few facts that tell people apart."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from app.foundation.partial_date import PartialDate
from app.people.document_numbers import normalised_number
from app.people.matching.sounds import sound_of
from app.people.names import PARTICLES, folded
from app.people.phones import digits_of

SHORT_FORMS: Mapping[str, str] = {
    "ma": "maria", "fco": "francisco", "fdo": "fernando", "gpe": "guadalupe", "jse": "jose", "alej": "alejandro",
    "glez": "gonzalez", "gzlez": "gonzalez", "gonz": "gonzalez", "rguez": "rodriguez", "rdguez": "rodriguez", "rdz": "rodriguez",
    "fdez": "fernandez", "fndez": "fernandez", "hdez": "hernandez", "hdz": "hernandez", "mtnez": "martinez", "mtz": "martinez",
    "mnez": "martinez", "pdez": "perez", "glz": "gonzalez", "gtrez": "gutierrez", "gtz": "gutierrez", "jmnez": "jimenez",
    "dguez": "dominguez", "snchez": "sanchez", "vasqz": "vasquez",
}  # fmt: skip
"""How names are cut short on Spanish forms; of this project's own knowledge."""
SEXES: Mapping[str, frozenset[str]] = {
    "female": frozenset({"f", "female", "femenino", "feminino", "mujer", "mulher", "woman"}),
    "male": frozenset({"m", "male", "masculino", "hombre", "homem", "h", "man"}),
}
"""Words for the two that are told apart; any other, such as intersex or unknown, contradicts nothing."""
LAST_DIGITS = 8
"""Of a phone: with or without the country's prefix it is the same line."""
_MARKS = str.maketrans({"ç": "s", "Ç": "s", "'": None, "’": None, "`": None, "´": None, ".": None})
_DIGITS = re.compile(r"\d+")


class Role(enum.StrEnum):
    """Where a word of a name was written."""

    GIVEN = "given"
    SURNAME = "surname"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: folded, with its sound."""

    text: str
    sound: str
    role: Role


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date as far as it is known, or an age; else what was written, for what is no date.

    Attributes:
        years: earliest and latest year of birth, from the year itself or from an age that was stated.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    years: tuple[int, int] | None = None
    written: str = ""

    @property
    def is_exact(self) -> bool:
        return self.day is not None


@dataclass(frozen=True, slots=True)
class Record:
    """One registration as it is compared. Everything may be missing.

    Attributes:
        documents, phones: in the form in which they are compared; in the product their fingerprints.
        place: folded words of an address, or codes.
        other_names: further whole names that the person uses.
    """

    words: tuple[Word, ...] = ()
    birth: Birth | None = None
    sex: str | None = None
    nationalities: frozenset[str] = frozenset()
    documents: frozenset[str | bytes] = frozenset()
    phones: frozenset[str | bytes] = frozenset()
    place: tuple[str, ...] = ()
    other_names: tuple[tuple[Word, ...], ...] = ()

    @property
    def names(self) -> tuple[tuple[Word, ...], ...]:
        """All whole names; any of them may be the one by which the other side knows the person."""
        return (self.words, *self.other_names)


def read_record(row: Mapping[str, str]) -> Record:
    """A row of text, as ``./quipu people match`` reads them; the columns stand in ``COLUMNS``."""
    return Record(
        words=(*read_words(row["given_names"], Role.GIVEN), *read_words(f"{row['surname_1']} {row['surname_2']}", Role.SURNAME)),
        birth=read_birth(row["birth_date"]),
        sex=_read_sex(row["sex"]),
        nationalities=frozenset(folded(row["nationality"]).split()),
        documents=_present(normalised_number(row["document_number"])),
        phones=_present((digits_of(row["phone"]) or "")[-LAST_DIGITS:]),
        place=tuple(folded(row["place"]).split()),
    )


def read_words(name: str, role: Role) -> list[Word]:
    """The words that tell names apart, in their order; all words where a name has no others than particles."""
    words = folded(name.translate(_MARKS)).split()
    told = [SHORT_FORMS.get(word, word) for word in words if word not in PARTICLES] or words
    return [_word(word, role) for word in told]


@lru_cache(maxsize=100_000)
def _word(text: str, role: Role) -> Word:
    return Word(text, sound_of(text), role)


def read_other_name(name: str, words: Iterable[Word]) -> tuple[Word, ...]:
    """A name that was not written in parts, beside the words of the one that was.

    One word alone is how somebody is called, and the surnames stay. Else the first word is a given name, and of the others
    those that are given names already.
    """
    heard = read_words(name, Role.GIVEN)
    if not heard:
        return ()
    first, *rest = heard
    if not rest:
        return (first, *(word for word in words if word.role is Role.SURNAME))
    given = {word.sound for word in words if word.role is Role.GIVEN}
    return (first, *(word if word.sound in given else replace(word, role=Role.SURNAME) for word in rest))


def read_birth(text: str) -> Birth | None:
    """``1990-04-17``, ``19900417``, ``17/04/1990``, ``1990-04`` or ``1990``; what is no date is kept as it was written."""
    groups = _DIGITS.findall(text)
    if not groups:
        return Birth(written=folded(text)) if folded(text) else None
    parts = _parts(groups)
    try:
        known = PartialDate(*parts)
    except (TypeError, ValueError):
        return Birth(written="".join(groups))
    return of_partial_date(known)


def of_partial_date(known: PartialDate) -> Birth:
    return Birth(known.year, known.month, known.day, (known.year, known.year), "".join(known.isoformat().split("-")))


def _parts(groups: list[str]) -> list[int]:
    """Year, month and day, whichever end the year stands at."""
    if len(groups) == 1 and len(groups[0]) == 8:
        whole = groups[0]
        groups = [whole[:4], whole[4:6], whole[6:]]
    if len(groups[0]) != 4 and len(groups[-1]) == 4:
        groups = groups[::-1]
    return [int(group) for group in groups[:3]] if len(groups[0]) == 4 else []


def _read_sex(text: str) -> str | None:
    return next((sex for sex, words in SEXES.items() if folded(text) in words), None)


def _present(value: str | None) -> frozenset[str | bytes]:
    return frozenset([value]) if value else frozenset()
