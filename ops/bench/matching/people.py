"""Invented people as somebody would register them, and their relatives, who are other people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from ops.demo.names import COMPOUND_FEMALE, COMPOUND_MALE, FEMALE, MALE, SURNAMES
from ops.demo.places import CITIES

WITH_SECOND_NAME, WITH_SECOND_SURNAME = 0.6, 0.9
WITH_DOCUMENT, WITH_PHONE = 0.75, 0.7
BORN_ON_NEW_YEAR = 0.03
"""Of whom only the year was known, and a form wanted a day."""
QUARTERS = (
    "Centro",
    "La Libertad",
    "San José",
    "El Prado",
    "Villa Nueva",
    "Los Pinos",
    "La Esperanza",
    "Santa Rosa",
    "El Bosque",
)


@dataclass(frozen=True)
class Invented:
    """One registration. ``who`` is the person; two registrations of one person have the same."""

    who: int
    sex: str
    given_names: str
    surname_1: str
    surname_2: str
    birth: tuple[int, int, int]
    nationality: str
    document_number: str
    phone: str
    place: str
    birth_known: int = 3
    """How many parts of the birth date are known: the year, the month, the day."""

    @property
    def birth_date(self) -> str:
        year, month, day = self.birth
        return "-".join((f"{year:04d}", f"{month:02d}", f"{day:02d}")[: self.birth_known])

    def row(self, row_id: str) -> dict[str, str]:
        """As ``./quipu people match`` reads it."""
        names = ("given_names", "surname_1", "surname_2", "sex", "birth_date", "nationality", "document_number", "phone", "place")
        return {"id": row_id, **{name: str(getattr(self, name)) for name in names}}


def invent(chance: Random, who: int) -> Invented:
    """A person with names as frequent as they are in the region."""
    sex = chance.choice(("female", "male"))
    return Invented(
        who=who,
        sex=sex,
        given_names=given_names(chance, sex),
        surname_1=_frequent(chance, SURNAMES),
        surname_2=_frequent(chance, SURNAMES) if chance.random() < WITH_SECOND_SURNAME else "",
        birth=birth(chance),
        nationality=chance.choices(("VEN", "COL", "HTI", "PER", "ECU"), (80, 12, 3, 3, 2))[0],
        document_number=document(chance) if chance.random() < WITH_DOCUMENT else "",
        phone=phone(chance) if chance.random() < WITH_PHONE else "",
        place=place(chance),
    )


def given_names(chance: Random, sex: str) -> str:
    names, compounds = (FEMALE, COMPOUND_FEMALE) if sex == "female" else (MALE, COMPOUND_MALE)
    first = _frequent(chance, names)
    if chance.random() > WITH_SECOND_NAME:
        return first
    second = chance.choice(compounds) if chance.random() < 0.5 else _frequent(chance, names)
    return f"{first} {second}" if second != first else first


def birth(chance: Random) -> tuple[int, int, int]:
    year = chance.choices((2026 - 10, 2026 - 25, 2026 - 38, 2026 - 60), (25, 35, 30, 10))[0] - chance.randrange(15)
    return (year, 1, 1) if chance.random() < BORN_ON_NEW_YEAR else (year, chance.randint(1, 12), chance.randint(1, 28))


def document(chance: Random) -> str:
    return f"V-{chance.randint(8_000_000, 34_000_000)}" if chance.random() < 0.8 else f"{chance.randint(10**8, 10**9 - 1)}"


def phone(chance: Random) -> str:
    return f"+57 3{chance.randint(0, 29):02d} {chance.randint(0, 9_999_999):07d}"


def place(chance: Random) -> str:
    city = chance.choice(CITIES)
    return f"{city.area} {city.name} {chance.choice(QUARTERS)}"


def relatives_of(chance: Random, person: Invented, first_who: int) -> Iterator[Invented]:
    """People who share much with somebody and are somebody else: a twin, a child of the same name, a sister, a namesake."""
    year, month, day = person.birth
    as_child = (year + chance.randint(17, 35), chance.randint(1, 12), chance.randint(1, 28))
    as_sister = (year + chance.randint(1, 9), month, day % 28 + 1)
    elsewhere = {"birth": birth(chance), "phone": phone(chance), "place": place(chance)}
    twin, sister = _other_names(chance, person, 2)
    shared = ({"given_names": twin}, {"birth": as_child}, {"given_names": sister, "birth": as_sister}, elsewhere)
    for at, differs in enumerate(shared):
        yield replace(person, who=first_who + at, document_number=document(chance), **differs)


def _other_names(chance: Random, person: Invented, count: int) -> list[str]:
    """Given names without a word in common, as parents choose them."""
    taken, found = set(person.given_names.split()), list[str]()
    while len(found) < count:
        names = given_names(chance, person.sex)
        if not taken & set(names.split()):
            taken |= set(names.split())
            found.append(names)
    return found


def _frequent(chance: Random, names: Sequence[str]) -> str:
    return chance.choices(names, [1 / rank for rank in range(1, len(names) + 1)])[0]
