"""The history of households: each change leaves its rows, and a mistake is taken back by rows of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from psycopg.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import WrongState
from app.foundation.ids import new_id
from app.foundation.turns import wait_for_turn
from app.people import policies, queries
from app.people.enums import HouseholdAct, HouseholdStep, Relation
from app.people.models import Household, HouseholdEvent, HouseholdMember, Person

NOT_THE_LATEST = _l("Something was recorded about one of them since then. Take that back first, then this.")


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is recorded together: all its steps share an id, the day on which it was so, and the moment of writing it down."""

    actor: Actor
    occurred_on: date
    kind: HouseholdAct = HouseholdAct.CHANGE
    corrects_id: UUID | None = None
    id: UUID = field(default_factory=new_id)
    recorded_at: datetime = field(default_factory=now)

    def note(
        self,
        step: HouseholdStep,
        member: HouseholdMember,
        *,
        before: Relation | None = None,
        other: Household | None = None,
    ) -> None:
        """Write one step of a member, whose relation is what it is now."""
        event = HouseholdEvent(
            household_id=member.household_id,
            person_id=member.person_id,
            act_id=self.id,
            act=self.kind,
            corrects_id=self.corrects_id,
            step=step,
            relation=member.relation,
            relation_before=before,
            other_household_id=other.id if other else None,
            occurred_on=self.occurred_on,
            recorded_at=self.recorded_at,
            recorded_by=self.actor.id,
        )
        db.session.add(event)

    def tell(self, action: str, person: Person) -> None:
        """Write the audit row of a step."""
        audit.record(self.actor, action, subject_type="person", subject_id=person.id, office_id=person.audit_office_id)


def take_turn(office_ids: Iterable[UUID]) -> None:
    """Let the changes of an office's households come one after the other, until the transaction ends.

    A row alone would not do: who splits a household and who brings somebody in hold different rows.
    """
    for office_id in sorted(set(office_ids)):
        wait_for_turn(f"households:{office_id}")


@contextmanager
def one_place_each() -> Iterator[None]:
    """Around writing members: nobody in two households, one head in each, also by rows that the actor may not know of.

    Raises:
        WrongState: as if somebody else had been quicker.
    """
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        if not isinstance(error.orig, UniqueViolation):
            raise
        raise WrongState(policies.CHANGED_MEANWHILE) from None


def write_members(changes: Mapping[HouseholdMember, Mapping[str, Any]]) -> None:
    """Write changed members one by one, in this order but a new head last: the database allows no second one for a moment."""
    with one_place_each():
        for member in sorted(changes, key=lambda member: changes[member].get("relation") is Relation.HEAD):
            for name, value in changes[member].items():
                setattr(member, name, value)
            db.session.flush()


def correct_act(actor: Actor, household_id: UUID, act_id: UUID) -> None:
    """Take back what was recorded by mistake: everybody stands where they stood before. The mistake stays in the history.

    Raises:
        NotFound: there is no such act in a household of the actor's scope, or it is a correction itself.
        NotAllowed: the role reads the file of somebody concerned without changing it.
        WrongState: it was taken back before, or something was recorded about one of them since.
    """
    household = queries.get_household(actor, household_id)
    take_turn([household.office_id])
    act = _act_to_correct(actor, household_id, act_id)
    correction = Act(actor=actor, occurred_on=today_in(actor.time_zone), kind=HouseholdAct.CORRECTION, corrects_id=act_id)
    # Who is taken out of a household has to be out before they are back in another.
    steps = sorted(act, key=lambda event: event.step is not HouseholdStep.JOINED)
    members = {_member_of(event): event for event in steps}
    write_members({member: _as_before(member, event, correction) for member, event in members.items()})
    for member, event in members.items():
        correction.note(event.step, member, before=event.relation)
    for event in act:
        correction.tell("household:corrected", event.person)


def is_correctable(actor: Actor, act: Sequence[HouseholdEvent]) -> bool:
    """Whether the actor may take back an act; asked with all its steps in one household."""
    may_change = all(policies.can_change_person(actor, event.person) for event in act)
    return may_change and act[0].act is not HouseholdAct.CORRECTION and not _is_of_a_death(act) and queries.is_latest_act(act)


def _is_of_a_death(act: Sequence[HouseholdEvent]) -> bool:
    """Whether somebody left by an act because they died, and this still stands in their file."""
    return act[0].act is HouseholdAct.DEATH and any(event.person.has_died for event in act)


def _act_to_correct(actor: Actor, household_id: UUID, act_id: UUID) -> Sequence[HouseholdEvent]:
    act = queries.get_act(actor, household_id, act_id)
    for event in act:
        policies.check_can_change_person(actor, event.person)
    if _is_of_a_death(act):
        raise WrongState(_l("This was recorded because somebody died. Take that back on their file: the household follows."))
    if not queries.is_latest_act(act):
        raise WrongState(NOT_THE_LATEST)
    return act


def _member_of(event: HouseholdEvent) -> HouseholdMember:
    member = queries.find_member_of(event)
    if member is None:
        raise WrongState(NOT_THE_LATEST)
    return member


def _as_before(member: HouseholdMember, event: HouseholdEvent, correction: Act) -> Mapping[str, Any]:
    """What a member was before a step."""
    match event.step:
        case HouseholdStep.JOINED:
            return {"left_on": member.joined_on, "set_aside_at": correction.recorded_at}
        case HouseholdStep.LEFT:
            return {"left_on": None, "relation": event.relation}
        case HouseholdStep.RELATION_CHANGED:
            return {"relation": event.relation_before or Relation.UNKNOWN}
