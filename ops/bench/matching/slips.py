"""How the second registration of somebody differs from the first: one function for each class of slips."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from ops.bench.matching.people import Invented, document, phone, place

Slip = Callable[[Random, Invented], Invented | None]
"""The person registered again, or None where this slip cannot happen to them."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
NAMES = ("given_names", "surname_1", "surname_2")


def _in_names(change: Callable[[str], str]) -> Slip:
    """A change in all names; None where it changes nothing."""

    def slip(_chance: Random, person: Invented) -> Invented | None:
        changed = replace(person, **{name: change(getattr(person, name)) for name in NAMES})
        return changed if changed != person else None

    return slip


def _sounds(*pairs: tuple[str, str]) -> Slip:
    """Letters that sound alike, one for the other, in one of the names."""

    def slip(chance: Random, person: Invented) -> Invented | None:
        found = [
            (name, old, new)
            for name in NAMES
            for one, other in pairs
            for old, new in ((one, other), (other, one))
            if old in getattr(person, name).lower()
        ]
        if not found:
            return None
        name, old, new = chance.choice(found)
        return replace(person, **{name: getattr(person, name).lower().replace(old, new, 1).title()})

    return slip


def without_accents(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


def mistype(chance: Random, word: str) -> str:
    """A letter more, less, another, or two swapped, not the first."""
    at = chance.randrange(1, len(word))
    kind = chance.choice(("more", "less", "other", "swapped"))
    if kind == "more":
        return word[:at] + chance.choice(LETTERS) + word[at:]
    if kind == "less":
        return word[:at] + word[at + 1 :]
    if kind == "other" or at + 1 == len(word):
        return word[:at] + chance.choice(LETTERS.replace(word[at].lower(), "")) + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _one_typo(chance: Random, person: Invented) -> Invented | None:
    name = chance.choice([name for name in NAMES if any(len(word) > 2 for word in getattr(person, name).split())])
    words = getattr(person, name).split()
    at = chance.choice([at for at, word in enumerate(words) if len(word) > 2])
    words[at] = mistype(chance, words[at])
    return replace(person, **{name: " ".join(words)})


def _two_typos(chance: Random, person: Invented) -> Invented | None:
    once = _one_typo(chance, person)
    return _one_typo(chance, once) if once else None


def _second_surname_missing(_chance: Random, person: Invented) -> Invented | None:
    return replace(person, surname_2="") if person.surname_2 else None


def _surnames_swapped(_chance: Random, person: Invented) -> Invented | None:
    return replace(person, surname_1=person.surname_2, surname_2=person.surname_1) if person.surname_2 else None


def _names_in_other_order(_chance: Random, person: Invented) -> Invented | None:
    """Surnames written where the given names belong."""
    return replace(person, given_names=person.surname_1, surname_1=person.given_names)


def _second_name_missing(_chance: Random, person: Invented) -> Invented | None:
    first, _, second = person.given_names.partition(" ")
    return replace(person, given_names=first) if second else None


def _short_forms(_chance: Random, person: Invented) -> Invented | None:
    if "María" not in person.given_names:
        return None
    return replace(person, given_names=person.given_names.replace("María", "Ma."))


def _written_as_one(_chance: Random, person: Invented) -> Invented | None:
    first, _, second = person.given_names.partition(" ")
    return replace(person, given_names=first + second.lower()) if second and " " not in second else None


def _day_and_month_swapped(_chance: Random, person: Invented) -> Invented | None:
    year, month, day = person.birth
    return replace(person, birth=(year, day, month)) if day <= 12 and day != month else None


def _slip_in_birth(chance: Random, person: Invented) -> Invented | None:
    year, month, day = person.birth
    near = chance.choice(((year + chance.choice((-1, 1)), month, day), (year, month % 12 + 1, day), (year, month, day % 28 + 1)))
    return replace(person, birth=near)


def _only_year(_chance: Random, person: Invented) -> Invented | None:
    """Known to the year alone: then something else has to tell who it is."""
    return replace(person, birth_known=1) if person.phone or person.document_number else None


def _new_passport(chance: Random, person: Invented) -> Invented | None:
    return replace(person, document_number=document(chance)) if person.document_number else None


def _nothing(_chance: Random, person: Invented) -> Invented | None:
    return person


SLIPS: Mapping[str, Slip] = {
    "none": _nothing,
    "accents": _in_names(without_accents),
    "capitals": _in_names(str.upper),
    "ll and y": _sounds(("ll", "y")),
    "b and v": _sounds(("b", "v")),
    "s, z and c": _sounds(("s", "z"), ("ce", "se"), ("ci", "si")),
    "silent h": _sounds(("he", "e"), ("hi", "i"), ("ha", "a")),
    "a typo": _one_typo,
    "two typos": _two_typos,
    "second surname missing": _second_surname_missing,
    "surnames swapped": _surnames_swapped,
    "names in other order": _names_in_other_order,
    "second name missing": _second_name_missing,
    "María as Ma.": _short_forms,
    "two names as one": _written_as_one,
    "day and month swapped": _day_and_month_swapped,
    "a slip in the birth date": _slip_in_birth,
    "only the year of birth": _only_year,
    "a new passport": _new_passport,
}


def registered_again(chance: Random, person: Invented, slip: Slip) -> Invented | None:
    """The person with one class of slips, at another time: they moved, changed the phone, or left a document at home.

    Where the birth date is known to the year only, phone and document are the same, as nothing else tells people apart.
    """
    changed = slip(chance, person)
    if changed is None:
        return None
    if chance.random() < 0.5:
        changed = replace(changed, place=place(chance))
    if changed.birth_known < 3:
        return changed
    if chance.random() < 0.4:
        changed = replace(changed, phone=chance.choice(("", phone(chance))))
    if changed.document_number == person.document_number and chance.random() < 0.4:
        changed = replace(changed, document_number="")
    return changed
