"""What the forms of this room offer to choose from: pairs of (value, words in the reader's language)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pycountry

from app.catalogue import queries as catalogue
from app.catalogue.models import Area, Country, DocumentType
from app.foundation.actor import Actor
from app.people.labels import BIRTH_COUNTRY_UNTOLD
from app.people.languages import OFTEN_MET as OFTEN_SPOKEN
from app.people.languages import language_names

Choices = list[tuple[str, str]]

OFTEN_MET = ("VEN", "COL", "ECU", "PER", "HTI", "CUB", *catalogue.WITHOUT_COUNTRY)
"""Nationalities that stand first: those of most people on the move in the region, and the answers without a country."""


def nationality_groups(locale: str) -> tuple[Choices, Choices]:
    """Nationalities met often, and all others by name. Values as in ``PersonNationality.country``."""
    all_choices = dict(catalogue.nationality_choices(locale))
    often = [(code, all_choices.pop(code)) for code in OFTEN_MET]
    return often, list(all_choices.items())


def birth_country_groups(locale: str) -> tuple[Choices, Choices]:
    """Countries of birth met often, with the answers that name none, and all others by name."""
    names = dict(catalogue.country_choices(locale))
    often = [(code, names.pop(code)) for code in OFTEN_MET if code in names]
    untold = [(code, str(words)) for code, words in BIRTH_COUNTRY_UNTOLD.items()]
    return [*often, *untold], list(names.items())


def language_groups(locale: str) -> tuple[Choices, Choices]:
    """Languages met often, and all others by name."""
    names = dict(language_names(locale))
    often = [(code, names.pop(code)) for code in OFTEN_SPOKEN]
    return often, list(names.items())


def place_country_choices(actor: Actor, locale: str) -> Choices:
    """The countries of the response, the actor's own first; values are ISO alpha-2."""
    countries = catalogue.response_country_choices(actor, locale)
    return sorted(countries, key=lambda country: country[0] != actor.country)


def area_groups(actor: Actor, locale: str, country: str | None = None) -> list[tuple[str, Choices]]:
    """First-level areas by country; values are ISO 3166-2.

    Args:
        country: alpha-2 of the country where the person stays; the actor's own is always offered too. Not all are: the
            areas of the whole region would double the weight of the page.
    """
    names = dict(place_country_choices(actor, locale))
    groups = []
    for code in dict.fromkeys(one for one in (country, actor.country) if one in names):
        areas = [(area.code, area.name(locale)) for area in catalogue.listed(actor, Area, group=code)]
        groups.append((names[code], areas))
    return groups


def area_name(actor: Actor, code: str, locale: str) -> str:
    """The words for an area of any country; the code itself when the catalogue does not know it."""
    area = catalogue.find_listed(actor, Area, code)
    return area.name(locale) if area else code


def document_choices(actor: Actor, locale: str, nationalities: Sequence[str]) -> list[tuple[str, Choices]]:
    """Document types by issuing country: those of the person's nationalities first, then of the country of the office.

    Args:
        nationalities: ISO 3166-1 alpha-3, as persons have them.
    """
    issuers = dict.fromkeys([*(_alpha_2(code) for code in nationalities), actor.country, "VE"])
    groups = []
    for issuer in issuers:
        country = catalogue.find_listed(actor, Country, issuer) if issuer else None
        if country is not None:
            choices = catalogue.document_type_choices(actor, locale, countries=(country.code,))
            groups.append((country.name(locale), choices))
    return [(name, choices) for name, choices in groups if choices]


def documents_shown(actor: Actor, locale: str, nationality: str | None) -> list[tuple[str, Choices]]:
    """Document types, by their codes, under the name of the country that issues them.

    Of the office's country, of Venezuela, of the nationality if one is known, and of those that are often met; not all, because
    the page has to stay light on a phone.
    """
    issuers = [_alpha_2(nationality or ""), actor.country, *map(_alpha_2, OFTEN_MET)]
    groups = [(code, catalogue.listed(actor, DocumentType, group=code)) for code in dict.fromkeys(issuers) if code]
    names = {country.code: country.name(locale) for country in catalogue.listed(actor, Country)}
    return [(names.get(code, code), [(kind.code, kind.name(locale)) for kind in kinds]) for code, kinds in groups if kinds]


def find_document_type_id(actor: Actor, code: str) -> UUID | None:
    kind = catalogue.find_listed(actor, DocumentType, code)
    return kind.id if kind else None


def document_codes(actor: Actor, locale: str) -> Choices:
    """Document types of all issuing countries by code, each named with its country."""
    return [
        (kind.code, f"{kind.name(locale)} ({country.code})")
        for country in catalogue.listed(actor, Country)
        for kind in catalogue.listed(actor, DocumentType, group=country.code)
    ]


def permit_choices(actor: Actor, locale: str) -> Choices:
    """The documents that the actor's country issues."""
    return catalogue.document_type_choices(actor, locale, countries=(actor.country,) if actor.country else ())


def _alpha_2(nationality: str) -> str | None:
    country = pycountry.countries.get(alpha_3=nationality)
    return country.alpha_2 if country else None
