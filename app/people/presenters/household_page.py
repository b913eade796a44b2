"""A household's own page: who belongs to it, whom to turn to, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.people import policies
from app.people.enums import CareNeed, Relation
from app.people.presenters.children import child_alert
from app.people.presenters.contacts import contacts_table
from app.people.presenters.household import HouseholdPart, household_part
from app.people.presenters.household_history import act_entry, acts_of, latest_act
from app.people.presenters.words import person_name
from app.people.services import present_members
from app.web.page_parts import Action, Link, Table, Tag, TimelineEntry

if TYPE_CHECKING:
    from app.people.models import AlternateContact, ChildCare, Household, HouseholdEvent, HouseholdMember


@dataclass(frozen=True, kw_only=True)
class HouseholdFile:
    """What was read about a household, as its page needs it.

    Attributes:
        care: statements in force by person; ``needs`` what has to be asked about whom.
        events: newest first.
        is_correctable: whether the act that was recorded last may be taken back.
    """

    household: Household
    care: Mapping[UUID, ChildCare]
    needs: Mapping[UUID, CareNeed]
    contacts: Sequence[AlternateContact]
    events: Sequence[HouseholdEvent]
    is_correctable: bool


@dataclass(frozen=True, kw_only=True)
class HouseholdPage:
    """The page in parts.

    Attributes:
        ended: said instead of the members when nobody belongs to it any more.
        alerts: one sentence for each child who has to be watched.
        take_back: the way to take back what was recorded last.
    """

    title: str
    back: Link | None
    part: HouseholdPart
    ended: str | None
    alerts: Sequence[Link]
    contacts: Table | None
    history: Sequence[TimelineEntry]
    actions: Sequence[Action]
    take_back: Link | None


@dataclass(frozen=True)
class HouseholdFrame:
    """What a form about a household shows around itself: plain words, so that it outlives a refused saving."""

    id: UUID
    code: str
    back: Link
    cancel: Link


def household_frame(household: Household) -> HouseholdFrame:
    href = url_for("people.show_household", household_id=household.id)
    back, cancel = Link(_("The household"), href), Link(_("Leave without saving"), href)
    return HouseholdFrame(household.id, household.code, back, cancel)


def members_named(household: Household) -> list[tuple[UUID, str, Relation]]:
    """Ids, names and relations of all who belong to a household today, the head first."""
    return [(member.person_id, person_name(member.person), member.relation) for member in present_members(household)]


def household_page(actor: Actor, file: HouseholdFile, today: date) -> HouseholdPage:
    household = file.household
    present = present_members(household)
    alerts = alerts_of(present, file.care, file.needs, today=today)
    names = {member.person_id: person_name(member.person) for member in present}
    first = next(iter(present), None)
    may_change = bool(present) and all(policies.can_change_person(actor, member.person) for member in present)
    return HouseholdPage(
        title=_("Household %(code)s", code=household.code),
        back=Link(_("The person's file"), url_for("people.show_person", person_id=first.person_id)) if first else None,
        part=household_part(actor, household, reading=None, today=today, alerts=alerts),
        ended=None if present else _("Nobody belongs to this household any more. What happened to it stays here."),
        alerts=_alert_links(present, alerts, names),
        contacts=contacts_table(file.contacts, names=names),
        history=[act_entry(actor, act) for act in acts_of(file.events)],
        actions=_actions(household, present) if may_change else (),
        take_back=_take_back(household, file) if file.is_correctable else None,
    )


def alerts_of(
    members: Sequence[HouseholdMember],
    care: Mapping[UUID, ChildCare],
    needs: Mapping[UUID, CareNeed],
    *,
    today: date,
) -> dict[UUID, Tag]:
    """What to watch of each child, by person."""
    found = {
        member.person_id: child_alert(member.person, care.get(member.person_id), needs.get(member.person_id), today=today)
        for member in members
    }
    return {person_id: alert for person_id, alert in found.items() if alert}


def _alert_links(members: Sequence[HouseholdMember], alerts: Mapping[UUID, Tag], names: Mapping[UUID, str]) -> list[Link]:
    return [
        Link(
            f"{names[member.person_id]}: {alerts[member.person_id].text}",
            url_for("people.show_person", person_id=member.person_id, _anchor="care"),
        )
        for member in members
        if member.person_id in alerts and member.person_id in names
    ]


def _actions(household: Household, present: Sequence[HouseholdMember]) -> list[Action]:
    add = Action(_("Add a family member"), url_for("people.add_member", person_id=present[0].person_id))
    join = Action(_("Join another household to this one"), url_for("people.find_household_to_merge", household_id=household.id))
    if len(present) == 1:
        return [add, join]
    head = Action(_("Change the head"), url_for("people.change_head", household_id=household.id))
    split = Action(_("Record that some left together"), url_for("people.split_household", household_id=household.id))
    return [add, head, split, join]


def _take_back(household: Household, file: HouseholdFile) -> Link:
    act_id = latest_act(file.events)[0].act_id
    return Link(_("Take back what was recorded last"), url_for("people.correct_act", household_id=household.id, act_id=act_id))
