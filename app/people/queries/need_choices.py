"""Which specific needs of the catalogue the form about one person offers, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.catalogue import queries as catalogue
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people import policies
from app.people.models import Person
from app.people.names import folded

OTHERS = _l("Living conditions and belonging")
GROUPS: dict[Any, tuple[str, ...]] = {
    _l("Children and adolescents"): ("CR-", "SC-", "X-UC", "X-SC"),
    _l("Family"): ("FU-", "X-SP"),
    _l("Health and disability"): ("DS-", "SM-", "X-PL", "X-HV"),
    _l("Safety"): ("TR-", "SV-", "LP-AN", "X-WR", "X-ER", "X-LE", "X-VT", "X-SM", "X-LG"),
    _l("Documents and stay"): ("LP-ND", "LP-RR", "X-ST", "X-IR", "X-DT", "X-IPN"),
    OTHERS: (),
}
"""Heading -> how the codes of the catalogue begin that stand under it; the rest stands under the last."""


@dataclass(frozen=True)
class NeedGroup:
    """Needs under one heading: ids and names, by name."""

    heading: Any
    needs: list[tuple[str, str]]
    is_highly_sensitive: bool = False


def needs_of(actor: Actor, person: Person, locale: str) -> list[NeedGroup]:
    """The needs that somebody of this age and sex can have; last those that only a restricted file may hold."""
    today = today_in(actor.time_zone)
    possible = [one for one in catalogue.list_specific_needs(actor) if policies.can_have_need(person, one.code, today)]
    sensitive = [one for one in possible if one.group == catalogue.HIGHLY_SENSITIVE]
    ordinary = [one for one in possible if one not in sensitive]
    groups = [_group(heading, [one for one in ordinary if _heading_of(one.code) is heading], locale) for heading in GROUPS]
    last = NeedGroup(_l("Only in a restricted file"), _group("", sensitive, locale).needs, is_highly_sensitive=True)
    return [group for group in (*groups, last) if group.needs]


def protected_need_choices(actor: Actor, locale: str) -> list[tuple[str, str]]:
    """All needs that only a restricted file may hold, by name."""
    needs = [one for one in catalogue.list_specific_needs(actor) if one.group == catalogue.HIGHLY_SENSITIVE]
    return _group("", needs, locale).needs


def _group(heading: Any, needs: list[catalogue.Listed], locale: str) -> NeedGroup:
    names = [(str(one.id), one.name(locale)) for one in needs]
    return NeedGroup(heading, sorted(names, key=lambda need: folded(need[1])))


def _heading_of(code: str) -> Any:
    return next((heading for heading, starts in GROUPS.items() if code.startswith(starts)), OTHERS)
