"""The words of a file for what stands in lists: by code, and by name in each language of the interface."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pycountry
from flask_babel import force_locale

from app.catalogue import queries as catalogue
from app.catalogue.models import Area, Country, DocumentType
from app.foundation.actor import Actor
from app.people.labels import GENDER_LABELS, POPULATION_LABELS, SEX_LABELS
from app.people.matching.records import SEXES
from app.people.names import folded
from app.web.languages import LANGUAGES

Words = Mapping[str, str]
UNKNOWN = ("unknown", "desconocido", "desconocida", "no se sabe", "desconhecido", "desconhecida", "nao se sabe")
PEOPLES: Mapping[str, str] = {
    "VEN": "venezolano venezolana venezuelano venezuelana venezuelan", "COL": "colombiano colombiana colombian",
    "ECU": "ecuatoriano ecuatoriana equatoriano equatoriana ecuadorian", "PER": "peruano peruana peruvian",
    "HTI": "haitiano haitiana haitian", "CUB": "cubano cubana cuban", "BRA": "brasileno brasilena brasileiro brasileira",
    "CHL": "chileno chilena chilean", "ARG": "argentino argentina argentinian", "BOL": "boliviano boliviana bolivian",
}  # fmt: skip
"""How people of the countries met most call themselves."""


@dataclass(frozen=True)
class Lists:
    """Folded words -> code, for each column that is answered from a list."""

    words: Mapping[str, Words]

    @classmethod
    def for_office(cls, actor: Actor, country: str) -> Lists:
        """Those of an office.

        Args:
            country: ISO alpha-2 of the office: its areas are known by name, those of other countries by code.
        """
        nationalities = _nationalities()
        return cls(
            {
                "sex": {**_of_labels(SEX_LABELS), **_each("unknown", UNKNOWN), **_sexes()},
                "gender_identity": _of_labels(GENDER_LABELS),
                "population_type": {**_of_labels(POPULATION_LABELS), **_each("unknown", UNKNOWN)},
                "nationality": nationalities,
                "other_nationality": nationalities,
                "document_type": _documents(actor),
                "area_code": _areas(actor, country),
            }
        )

    def find(self, column: str, text: str) -> str | None:
        return self.words[column].get(folded(text))

    def find_document(self, text: str, nationality: str | None) -> str | None:
        """A document by its code or name; a name that several countries give, by the nationality (ISO alpha-3) beside it."""
        if found := self.find("document_type", text):
            return found
        country = pycountry.countries.get(alpha_3=nationality) if nationality else None
        return self.find("document_type", f"{text} ({country.alpha_2})") if country else None


def _of_labels(labels: Mapping[Any, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with force_locale(language):
            found |= {folded(str(words)): _code(member) for member, words in labels.items()}
    return found | {folded(_code(member)): _code(member) for member in labels}


def _code(member: enum.StrEnum) -> str:
    return member.value


def _each(code: str, words: Iterable[str]) -> dict[str, str]:
    return {folded(word): code for word in words}


def _sexes() -> dict[str, str]:
    return {word: sex for sex, words in SEXES.items() for word in words}


def _nationalities() -> dict[str, str]:
    found = {folded(country.alpha_2): country.alpha_3 for country in pycountry.countries}
    for language in LANGUAGES:
        choices = catalogue.nationality_choices(language)
        found |= {folded(name): code for code, name in choices} | {folded(code): code for code, _name in choices}
    for code, words in PEOPLES.items():
        found |= _each(code, words.split())
    return found | _each(catalogue.NATIONALITY_UNKNOWN, UNKNOWN)


def _documents(actor: Actor) -> dict[str, str]:
    """By code, by name where only one document has it, and by name with the country that issues it."""
    by_name: dict[str, set[str]] = {}
    by_code: dict[str, str] = {}
    for kind, country in _types_of_countries(actor):
        by_code[folded(kind.code)] = str(kind.id)
        for language in LANGUAGES:
            name = kind.name(language)
            for words in (name, f"{name} {country.name(language)}", f"{name} ({country.code})"):
                by_name.setdefault(folded(words), set()).add(str(kind.id))
    return {words: next(iter(ids)) for words, ids in by_name.items() if len(ids) == 1} | by_code


def _types_of_countries(actor: Actor) -> Iterable[tuple[Any, Any]]:
    for country in catalogue.listed(actor, Country):
        yield from ((kind, country) for kind in catalogue.listed(actor, DocumentType, group=country.code))


def _areas(actor: Actor, country: str) -> dict[str, str]:
    by_code = {folded(area.code): area.code for area in catalogue.listed(actor, Area)}
    return by_code | {folded(area.name("es")): area.code for area in catalogue.listed(actor, Area, group=country)}
