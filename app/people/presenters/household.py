"""The household on a person's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people import policies
from app.people.enums import Relation
from app.people.labels import RELATION_LABELS
from app.people.presenters.words import age_in_words, death_tag, person_name, who_died_in_words
from app.people.services import present_members
from app.web.filters import day, sentence
from app.web.page_parts import Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.people.models import Household, HouseholdMember


@dataclass(frozen=True)
class HouseholdPart:
    """Without a household ``code``, ``page`` and ``table`` are None. ``former`` says who left, one sentence each."""

    code: str | None = None
    page: Link | None = None
    table: Table | None = None
    count: int = 0
    former: Sequence[str] = ()


def household_part(
    actor: Actor,
    household: Household | None,
    *,
    reading: UUID | None,
    today: date,
    alerts: Mapping[UUID, Tag] | None = None,
) -> HouseholdPart:
    """The members with what to watch of each.

    Args:
        reading: id of the person whose page this is; their own row is marked, not linked.
        alerts: by person.
    """
    if household is None:
        return HouseholdPart()
    present = present_members(household)
    columns = [Column(_("Name")), Column(_("Relation")), Column(_("Age")), Column(_("Since")), Column(_("Changes"), hidden=True)]
    rows = [_row(actor, member, (alerts or {}).get(member.person_id), reading=reading, today=today) for member in present]
    table = Table(_("Members of the household"), columns, rows, caption_hidden=True)
    page = Link(_("Look at the household"), url_for("people.show_household", household_id=household.id))
    return HouseholdPart(household.code, page, table if present else None, len(present), _former(household))


def followers_of(household: Household | None, person_id: UUID) -> list[tuple[UUID, str]]:
    """Ids and names of those who may follow a leaving head; empty when the person is not the head, or stays alone."""
    present = present_members(household) if household else []
    if not any(member.person_id == person_id and member.relation is Relation.HEAD for member in present):
        return []
    others = [member for member in present if member.person_id != person_id and not member.person.has_died]
    return [(member.person_id, person_name(member.person)) for member in others]


@dataclass(frozen=True)
class ChildrenLeft:
    """Children who stay when somebody leaves: asked about before it is recorded.

    Attributes:
        names: in one phrase; ``split`` leads to where it is recorded that they go together.
    """

    names: str
    split: Link


def children_left_by(actor: Actor, household: Household | None, person_id: UUID) -> ChildrenLeft | None:
    """The children of the household who would stay behind an adult; None where there are none."""
    present = present_members(household) if household else []
    today = today_in(actor.time_zone)
    if household is None or any(one.person_id == person_id and policies.is_surely_child(one.person, today) for one in present):
        return None
    children = [one.person for one in present if one.person_id != person_id and policies.is_surely_child(one.person, today)]
    names = [person_name(child) for child in children]
    href = url_for("people.split_household", household_id=household.id)
    return ChildrenLeft(sentence(names), Link(_("Record that they left together"), href)) if names else None


def _row(actor: Actor, member: HouseholdMember, alert: Tag | None, *, reading: UUID | None, today: date) -> list[Any]:
    who = _who(member, reading)
    tags = [tag for tag in (death_tag(member.person), alert) if tag]
    return [
        [who, *tags] if tags else who,
        str(RELATION_LABELS[member.relation]),
        age_in_words(member.person, today),
        day(member.joined_on),
        _changes(member) if policies.can_change_person(actor, member.person) else None,
    ]


def _who(member: HouseholdMember, reading: UUID | None) -> Any:
    name = person_name(member.person)
    if member.person_id == reading:
        return _("%(name)s (this file)", name=name)
    return Link(name, url_for("people.show_person", person_id=member.person_id))


def _changes(member: HouseholdMember) -> list[Link]:
    name = person_name(member.person)
    leave = Link(_("Record leaving"), url_for("people.leave_household", person_id=member.person_id), name)
    if member.relation is Relation.HEAD:
        return [leave]
    return [Link(_("Correct the relation"), url_for("people.change_relation", person_id=member.person_id), name), leave]


def _former(household: Household) -> list[str]:
    ended = [member for member in household.members if member.set_aside_at is None]
    left = [(member, member.left_on) for member in ended if member.left_on is not None]
    newest_first = sorted(left, key=lambda pair: pair[1], reverse=True)
    return [_former_words(member, left_on) for member, left_on in newest_first]


def _former_words(member: HouseholdMember, left_on: date) -> str:
    if member.person.has_died:
        return who_died_in_words(member.person)
    return str(_("%(name)s left on %(day)s", name=person_name(member.person), day=day(left_on)))
