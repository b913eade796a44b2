"""What forms offer: pairs of (value, words in the reader's language).

Values are ids of entries where records point at them by foreign key (services, documents, needs, sectors), and codes
where the code is a standard that records carry themselves (countries, areas, population types).

Nationalities and countries of birth are wider than the countries of the response, so they follow one system of their
own: ISO 3166-1 alpha-3, with the two codes that travel documents use beside it (ICAO 9303): ``XXA`` stateless, ``XXX``
undetermined; and two of the codes that ISO 3166 leaves to users: ``XXU`` not known, ``XXD`` the person prefers not to say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import pycountry
from babel import Locale
from flask_babel import force_locale
from flask_babel import gettext as _

from app.catalogue.enums import CaseKind
from app.catalogue.models import Area, Country, DocumentType, PopulationType, Sector, Service, SpecificNeed
from app.catalogue.queries.kept_lists import Listed, listed
from app.foundation.actor import Actor

Choices = list[tuple[str, str]]

STATELESS = "XXA"
UNDETERMINED = "XXX"
NATIONALITY_UNKNOWN = "XXU"
NATIONALITY_DECLINED = "XXD"
WITHOUT_COUNTRY = (STATELESS, UNDETERMINED, NATIONALITY_UNKNOWN, NATIONALITY_DECLINED)
UNTOLD = frozenset({UNDETERMINED, NATIONALITY_UNKNOWN, NATIONALITY_DECLINED})
"""Answers that name no nationality: they contradict none, and are no further one beside one that is known."""

MAIN_COUNTRY_OF_ORIGIN = "VE"


def country_choices(locale: str) -> Choices:
    """All countries of ISO 3166-1 by alpha-3, by name."""
    return _by_name(list(_country_names(locale).items()))


def nationality_choices(locale: str) -> Choices:
    """All countries, and at the end the answers without one: stateless, not established, not known, not said."""
    return [*country_choices(locale), *_answers_without_country(locale).items()]


def nationality_name(code: str, locale: str) -> str:
    """The words for a value of ``nationality_choices``; the code itself when it is none of them."""
    return _answers_without_country(locale).get(code) or _country_names(locale).get(code, code)


def response_country_choices(actor: Actor, locale: str) -> Choices:
    """Countries in which the programme may work; values are ISO alpha-2, as offices hold them."""
    return _by_name([(country.code, country.name(locale)) for country in listed(actor, Country)])


def area_choices(actor: Actor, *, country: str | None = None) -> Choices:
    """First-level areas of a country (alpha-2), the actor's own unless given; values are ISO 3166-2."""
    areas = listed(actor, Area, group=country or actor.country)
    return _by_name([(area.code, area.name_es) for area in areas])


def population_type_choices(actor: Actor, locale: str) -> Choices:
    """R4V's five groups; values are their codes."""
    return [(group.code, group.name(locale)) for group in listed(actor, PopulationType)]


def document_type_choices(actor: Actor, locale: str, *, countries: tuple[str, ...] = ()) -> Choices:
    """Documents of the issuing countries (alpha-2), in their order; Venezuela's and the actor's own unless given."""
    chosen = countries or tuple(dict.fromkeys(code for code in (MAIN_COUNTRY_OF_ORIGIN, actor.country) if code))
    return [choice for country in chosen for choice in _by_id(listed(actor, DocumentType, group=country), locale)]


def sector_choices(actor: Actor, locale: str) -> Choices:
    return _by_id(listed(actor, Sector), locale)


def list_specific_needs(actor: Actor) -> Sequence[Listed]:
    """The needs of the catalogue with their codes; the group of those that stand only in a restricted file says so."""
    return listed(actor, SpecificNeed)


def service_choices(actor: Actor, locale: str, *, kind: CaseKind | None = None, on: date | None = None) -> Choices:
    """Services that may be delivered on a day (the actor's today unless given), of one kind of case or of all."""
    return _by_id(listed(actor, Service, group=kind, on=on), locale)


def _by_id(entries: Sequence[Listed], locale: str) -> Choices:
    return [(str(entry.id), entry.name(locale)) for entry in entries]


@lru_cache(maxsize=8)
def _country_names(locale: str) -> dict[str, str]:
    territories = Locale.parse(locale).territories
    return {country.alpha_3: territories.get(country.alpha_2, country.name) for country in pycountry.countries}


def _answers_without_country(locale: str) -> dict[str, str]:
    with force_locale(locale):
        return {
            STATELESS: _("Stateless"),
            UNDETERMINED: _("Nationality undetermined"),
            NATIONALITY_UNKNOWN: _("Nationality not known"),
            NATIONALITY_DECLINED: _("Prefers not to say the nationality"),
        }


def _by_name(choices: Choices) -> Choices:
    return sorted(choices, key=lambda pair: _sorting_key(pair[1]))


def _sorting_key(name: str) -> str:
    """Letters without accents and case: the embedded database has no language-aware order."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
