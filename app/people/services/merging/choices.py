"""Whose value stays, field by field: what is proposed, and the statement that comes of the choice. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from app.catalogue.queries import UNTOLD
from app.foundation.partial_date import PartialDate
from app.people.names import Names, folded
from app.people.services.facts import NewPerson


class Side(enum.StrEnum):
    """Whose value stays."""

    KEPT = "kept"
    OTHER = "other"
    BOTH = "both"


TOGETHER: Mapping[str, tuple[str, ...]] = {
    "birth": ("birth", "stated_age", "stated_age_months"),
    "ethnic_group": ("ethnic_group", "ethnic_people"),
    "place_country": ("place_country", "area_code", "locality"),
    "death_known_by": ("death_known_by", "died"),
}
"""Fields that only make sense from one of the two files, by the name of their group."""
ALWAYS_DECIDED = frozenset({"other_names", "population_type"})
"""Not asked: all other names stay, and the situation is the one that was said last."""
LISTS = frozenset({"nationalities", "languages"})

_IN_A_GROUP = {field: group for group, names in TOGETHER.items() for field in names}
GROUPS: Mapping[str, tuple[str, ...]] = {
    group: TOGETHER.get(group, (group,))
    for group in dict.fromkeys(_IN_A_GROUP.get(field.name, field.name) for field in fields(NewPerson))
    if group not in ALWAYS_DECIDED
}
"""Every question of the page -> the fields of ``NewPerson`` that it decides."""


def differing_groups(kept: NewPerson, other: NewPerson) -> list[str]:
    """The questions on which the two files say different things."""
    return [group for group, names in GROUPS.items() if _values(kept, names) != _values(other, names)]


def open_to_both(group: str) -> bool:
    return group in LISTS


def proposed_sides(kept: NewPerson, other: NewPerson) -> dict[str, Side]:
    """What stands ticked at first: what is known before what is not, the more exact birth date, both lists, the safer wish.

    Whether the person died is nothing to propose where only one of the two files says so.
    """
    only_one_died = (kept.death_known_by is None) is not (other.death_known_by is None)
    open_groups = [group for group in differing_groups(kept, other) if not (group == "death_known_by" and only_one_died)]
    return {group: _proposed(group, kept, other) for group in open_groups}


def chosen_facts(kept: NewPerson, other: NewPerson, sides: Mapping[str, Side]) -> NewPerson:
    """The statement of the file that is kept.

    Args:
        sides: by question; where none is named, the kept file's value stays.
    """
    values: dict[str, Any] = {}
    for group, side in sides.items():
        for field in GROUPS[group]:
            values[field] = _chosen(field, kept, other, side)
    chosen = replace(kept, **values)
    return replace(chosen, other_names=_other_names(chosen, kept, other))


def _values(facts: NewPerson, names: tuple[str, ...]) -> list[Any]:
    """Without telling capitals apart: "MARÍA" and "María" are nothing to decide about."""
    values = (getattr(facts, name) for name in names)
    return [value.casefold() if type(value) is str else value for value in values]


def _proposed(group: str, kept: NewPerson, other: NewPerson) -> Side:
    if open_to_both(group):
        return Side.BOTH
    if group == "leave_no_message":
        return Side.KEPT if kept.leave_no_message else Side.OTHER
    if group == "birth":
        return Side.OTHER if _exactness(other) > _exactness(kept) else Side.KEPT
    is_unknown = all(_says_nothing(value) for value in _values(kept, GROUPS[group]))
    says_more = not all(_says_nothing(value) for value in _values(other, GROUPS[group]))
    return Side.OTHER if is_unknown and says_more else Side.KEPT


def _exactness(facts: NewPerson) -> int:
    """How much is known of the birth: 4 with the day, down to 0."""
    if facts.birth is None:
        return int(facts.stated_age is not None)
    return 2 + _parts_known(facts.birth)


def _parts_known(birth: PartialDate) -> int:
    return (birth.month is not None) + (birth.day is not None)


def _says_nothing(value: Any) -> bool:
    return value in (None, (), False) or (isinstance(value, enum.StrEnum) and value.value == "unknown")


def _chosen(field: str, kept: NewPerson, other: NewPerson, side: Side) -> Any:
    mine, theirs = getattr(kept, field), getattr(other, field)
    if side is not Side.BOTH:
        return theirs if side is Side.OTHER else mine
    both = tuple(sorted({*mine, *theirs}))
    # What names no nationality is no further nationality beside one that is known.
    return tuple(code for code in both if code not in UNTOLD) or both


def _other_names(chosen: NewPerson, kept: NewPerson, other: NewPerson) -> tuple[str, ...]:
    """All other names of both, and the names that were not chosen: search still finds the person by them."""
    full = [Names(one.given_names, one.surname_1, one.surname_2).as_text for one in (kept, other, chosen)]
    said = [name for one in (kept, other) for name in (one.name_as_said,) if name and name != chosen.name_as_said]
    known, names = {folded(full[-1])}, []
    for name in (*kept.other_names, *other.other_names, *full[:-1], *said):
        if folded(name) not in known:
            known.add(folded(name))
            names.append(name)
    return tuple(names)
