"""The household on a person's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.people import policies
from app.people.enums import Relation
from app.people.labels import RELATION_LABELS
from app.people.presenters.words import age_in_words, person_name
from app.people.services import present_members
from app.web.filters import day
from app.web.page_parts import Column, Link, Table

if TYPE_CHECKING:
    from app.people.models import Household, HouseholdMember


@dataclass(frozen=True)
class HouseholdPart:
    """``code`` and ``table`` are None while the person belongs to no household; ``former`` says who left, one sentence each."""

    code: str | None = None
    table: Table | None = None
    count: int = 0
    former: Sequence[str] = ()


def household_part(actor: Actor, household: Household | None, *, reading: UUID, today: date) -> HouseholdPart:
    """Args: reading: id of the person whose page this is; their own row is marked, not linked."""
    if household is None:
        return HouseholdPart()
    present = present_members(household)
    columns = [Column(_("Name")), Column(_("Relation")), Column(_("Age")), Column(_("Since")), Column(_("Changes"), hidden=True)]
    rows = [_row(actor, member, reading=reading, today=today) for member in present]
    table = Table(_("Members of the household"), columns, rows, caption_hidden=True)
    return HouseholdPart(household.code, table, len(present), _former(actor, household))


def followers_of(actor: Actor, household: Household | None, person_id: UUID) -> list[tuple[UUID, str]]:
    """Ids and names of those who may follow a leaving head; empty when the person is not the head, or stays alone."""
    present = present_members(household) if household else []
    if not any(member.person_id == person_id and member.relation is Relation.HEAD for member in present):
        return []
    return [(member.person_id, _name(actor, member)) for member in present if member.person_id != person_id]


def _row(actor: Actor, member: HouseholdMember, *, reading: UUID, today: date) -> list[Any]:
    is_visible = policies.can_view_person(actor, member.person)
    return [
        _who(actor, member, reading),
        str(RELATION_LABELS[member.relation]),
        age_in_words(member.person, today) if is_visible else None,
        day(member.joined_on),
        _changes(member) if is_visible and policies.can_change_person(actor, member.person) else None,
    ]


def _who(actor: Actor, member: HouseholdMember, reading: UUID) -> Any:
    name = _name(actor, member)
    if member.person_id == reading:
        return _("%(name)s (this file)", name=name)
    if not policies.can_view_person(actor, member.person):
        return name
    return Link(name, url_for("people.show_person", person_id=member.person_id))


def _name(actor: Actor, member: HouseholdMember) -> str:
    """The name, or a word in its place for a member registered outside the actor's offices."""
    return person_name(member.person) if policies.can_view_person(actor, member.person) else _("Registered at another office")


def _changes(member: HouseholdMember) -> list[Link]:
    name = person_name(member.person)
    leave = Link(_("Record leaving"), url_for("people.leave_household", person_id=member.person_id), name)
    if member.relation is Relation.HEAD:
        return [leave]
    return [Link(_("Correct the relation"), url_for("people.change_relation", person_id=member.person_id), name), leave]


def _former(actor: Actor, household: Household) -> list[str]:
    left = [(member, member.left_on) for member in household.members if member.left_on is not None]
    newest_first = sorted(left, key=lambda pair: pair[1], reverse=True)
    return [_("%(name)s left on %(day)s", name=_name(actor, member), day=day(left_on)) for member, left_on in newest_first]
