"""What the selects of the room offer, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

import pycountry
from babel import Locale
from babel.core import get_global
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.labels import ROLE_HINTS
from app.accounts.scopes import Reach, Scope

if TYPE_CHECKING:
    from app.accounts.models import Office, Team, User

NAMELESS_TERRITORIES = frozenset({"001", "ZZ"})


def country_name(code: str) -> str:
    """The country's name in the reader's language; the code where CLDR has none."""
    return str(_locale().territories.get(code, code))


def country_choices(reach: Reach) -> list[tuple[str, str]]:
    """The countries in which the administrator may open an office, by name."""
    codes = [str(country.alpha_2) for country in pycountry.countries if reach.covers_country(country.alpha_2)]
    return sorted(((code, country_name(code)) for code in codes), key=lambda choice: _sort_key(choice[1]))


def office_choices(offices: Iterable[Office]) -> list[tuple[str, str]]:
    return [(str(office.id), f"{office.name} ({office.code})") for office in offices]


def user_choices(users: Iterable[User]) -> list[tuple[str, str]]:
    return [(str(user.id), user.name) for user in users]


def role_options() -> dict[str, dict[str, Any]]:
    """What each role may do, as hints under its radio button."""
    return {role.value: {"hint": hint} for role, hint in ROLE_HINTS.items()}


def team_choices(teams: Iterable[Team]) -> dict[str, list[tuple[str, str]]]:
    """Teams that go on, as (id, name), under the name of their office."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for team in teams:
        if team.ended_on is None:
            groups.setdefault(team.office.name, []).append((str(team.id), team.name))
    return groups


def scope_choices(offices: Sequence[Office], teams: Iterable[Team], reach: Reach) -> dict[str, list[tuple[str, str]]]:
    """The scopes in which the administrator may give a role, in four groups; empty groups are left out."""
    countries = sorted({office.country for office in offices} | reach.countries)
    groups = {
        _("One office"): [(str(Scope(office_id=office.id)), f"{office.name} ({office.code})") for office in offices],
        _("One team"): [
            (str(Scope(team_id=team.id)), f"{team.office.name} · {team.name}") for team in teams if team.ended_on is None
        ],
        _("A country"): [
            (str(Scope(country=country)), _("%(country)s, all offices", country=country_name(country)))
            for country in countries
            if reach.covers_country(country)
        ],
        _("Everywhere"): [(str(Scope()), _("The whole operation"))] if reach.is_whole else [],
    }
    return {heading: choices for heading, choices in groups.items() if choices}


def time_zone_choices() -> list[tuple[str, str]]:
    """The time zones of all countries, by the country's name."""
    choices = [(zone, f"{country_name(land)} · {zone.rpartition('/')[2].replace('_', ' ')}") for zone, land in _zones()]
    return sorted(choices, key=lambda choice: _sort_key(choice[1]))


@cache
def _zones() -> tuple[tuple[str, str], ...]:
    known = available_timezones()
    zones: Mapping[str, str] = get_global("zone_territories")
    return tuple(sorted((zone, land) for zone, land in zones.items() if land not in NAMELESS_TERRITORIES and zone in known))


def _sort_key(name: str) -> str:
    """Accented names sort with their plain letters."""
    return name.casefold().translate(str.maketrans("áàâãåäéêèíîóôõöúüñç", "aaaaaaeeeiioooouunc"))


def _locale() -> Locale:
    return get_locale() or Locale("es")
