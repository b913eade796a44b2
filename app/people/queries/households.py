"""Who lives or travels together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound, WrongState
from app.foundation.scopes import lies_within
from app.people import policies
from app.people.enums import HouseholdAct, HouseholdStep, Relation
from app.people.models import Household, HouseholdEvent, HouseholdMember, Person

NO_SUCH_HOUSEHOLD = _l(
    "There is no such household, or it belongs to an office outside your scope. Open it from the file of a member."
)


def with_members(actor: Actor) -> Any:
    """Loads the members within the actor's scope; the others, such as somebody whose file is restricted, are not even counted."""
    told = Household.members.and_(lies_within(actor, Permission.VIEW_PERSON, HouseholdMember.scope_id))
    # With the office: read anew for an update, a person forgets what else was loaded of them.
    return selectinload(told).joinedload(HouseholdMember.person).joinedload(Person.office)


def household_of(actor: Actor, person_id: UUID) -> Household | None:
    """The household to which a person within the actor's scope belongs today, with all of their scope who ever belonged to it."""
    select = sa.select(Household).join(Household.members).join(HouseholdMember.person).where(*_present(actor, person_id))
    return db.session.scalar(select.options(with_members(actor)))


def get_household_of(actor: Actor, person_id: UUID, *, for_update: bool = False) -> Household:
    """The same of somebody who belongs to one.

    Args:
        for_update: lock the row until the transaction ends, and read it and its members anew; the office's turn comes before.

    Raises:
        WrongState: the person belongs to no household, or is out of scope.
    """
    membership = find_membership(actor, person_id)
    if membership is None:
        raise WrongState(_l("This person belongs to no household at present. Reload the page to see what was recorded."))
    select = sa.select(Household).where(Household.id == membership.household_id).options(with_members(actor))
    if for_update:
        select = select.with_for_update(of=Household).execution_options(populate_existing=True)
    return db.session.scalars(select).one()


def get_household(actor: Actor, household_id: UUID, *, for_update: bool = False) -> Household:
    """A household of the actor's offices in which somebody belongs or belonged whose file they may read, with all of those.

    Args:
        for_update: lock the row until the transaction ends, and read it and its members anew.

    Raises:
        NotFound: there is none.
    """
    household = _first_household(actor, Household.id == household_id, for_update=for_update)
    if household is None:
        raise NotFound(NO_SUCH_HOUSEHOLD)
    return household


def find_household_by_code(actor: Actor, code: str) -> Household | None:
    """A household that the actor may read, by its own code or by the code of somebody who belongs to it today."""
    wanted = code.strip().upper()
    of_member = (
        sa.select(HouseholdMember.household_id)
        .join(HouseholdMember.person)
        .where(Person.code == wanted, HouseholdMember.left_on.is_(None), policies.in_scope(actor))
    )
    return _first_household(actor, sa.or_(Household.code == wanted, Household.id.in_(of_member)), for_update=False)


def _first_household(actor: Actor, is_meant: sa.ColumnElement[bool], *, for_update: bool) -> Household | None:
    select = sa.select(Household).where(is_meant, lies_within(actor, Permission.VIEW_PERSON, Household.office_id))
    if for_update:
        select = select.with_for_update(of=Household).execution_options(populate_existing=True)
    household = db.session.scalar(select.options(with_members(actor)))
    if household is None or not any(policies.can_view_person(actor, member.person) for member in household.members):
        return None
    return household


def list_events(actor: Actor, household: Household) -> Sequence[HouseholdEvent]:
    """What changed in a household for members within the actor's scope, newest first, with who wrote it down."""
    select = sa.select(HouseholdEvent).join(HouseholdEvent.person).where(HouseholdEvent.household_id == household.id)
    return db.session.scalars(_told(actor, select)).all()


def get_act(actor: Actor, household_id: UUID, act_id: UUID) -> Sequence[HouseholdEvent]:
    """The steps of one act for persons within the actor's scope, in whichever household they are.

    Raises:
        NotFound: none of them was in this household, or the act is itself a correction.
    """
    select = sa.select(HouseholdEvent).join(HouseholdEvent.person).where(HouseholdEvent.act_id == act_id)
    act: Sequence[HouseholdEvent] = db.session.scalars(_told(actor, select)).all()
    if household_id not in {event.household_id for event in act} or act[0].act is HouseholdAct.CORRECTION:
        raise NotFound(NO_SUCH_HOUSEHOLD)
    return act


def find_act_of_death(actor: Actor, person_id: UUID) -> Sequence[HouseholdEvent]:
    """The steps of the latest act by which somebody within the actor's scope left a household as they died; none without one."""
    of_person = (
        HouseholdEvent.person_id == person_id,
        HouseholdEvent.act == HouseholdAct.DEATH,
        HouseholdEvent.corrects_id.is_(None),
    )
    select = sa.select(HouseholdEvent.act_id, HouseholdEvent.household_id).where(
        *of_person, HouseholdEvent.step == HouseholdStep.LEFT
    )
    latest = db.session.execute(select.order_by(HouseholdEvent.recorded_at.desc()).limit(1)).first()
    return get_act(actor, latest.household_id, latest.act_id) if latest else []


def _told(actor: Actor, select: Any) -> Any:
    loaded = (
        joinedload(HouseholdEvent.person),
        joinedload(HouseholdEvent.recorder),
        joinedload(HouseholdEvent.other_household),
    )
    newest = (HouseholdEvent.occurred_on.desc(), HouseholdEvent.recorded_at.desc(), HouseholdEvent.act_id, HouseholdEvent.id)
    return select.where(policies.in_scope(actor)).options(*loaded).order_by(*newest)


def find_member_of(event: HouseholdEvent) -> HouseholdMember | None:
    """The time in a household that a step began, ended or changed, locked; None where it has become another since."""
    is_left = event.step is HouseholdStep.LEFT
    end = HouseholdMember.left_on == event.occurred_on if is_left else HouseholdMember.left_on.is_(None)
    select = sa.select(HouseholdMember).where(
        HouseholdMember.household_id == event.household_id,
        HouseholdMember.person_id == event.person_id,
        HouseholdMember.set_aside_at.is_(None),
        end,
    )
    latest = select.order_by(HouseholdMember.joined_on.desc(), HouseholdMember.id.desc()).limit(1)
    return db.session.scalar(latest.with_for_update().execution_options(populate_existing=True))


def is_latest_act(act: Sequence[HouseholdEvent]) -> bool:
    """Whether nothing was recorded later about any of the persons of an act.

    Where it changed the head, about nobody who belongs to that household now: what they are was said of the head since.
    """
    latest = max(event.recorded_at for event in act)
    changed_head = {event.household_id for event in act if Relation.HEAD in (event.relation, event.relation_before)}
    of_persons = HouseholdEvent.person_id.in_({event.person_id for event in act})
    of_those_there = sa.and_(HouseholdEvent.household_id.in_(changed_head), _is_of_who_is_there())
    later = sa.select(HouseholdEvent.id).where(
        sa.or_(of_persons, of_those_there),
        HouseholdEvent.act_id != act[0].act_id,
        HouseholdEvent.recorded_at >= latest,
    )
    return db.session.scalar(later.limit(1)) is None


def _is_of_who_is_there() -> sa.ColumnElement[bool]:
    there = sa.select(sa.literal(1)).where(
        HouseholdMember.household_id == HouseholdEvent.household_id,
        HouseholdMember.person_id == HouseholdEvent.person_id,
        HouseholdMember.left_on.is_(None),
    )
    return there.correlate(HouseholdEvent).exists()


def last_household_of(person: Person) -> UUID | None:
    """The household that a person left last; asked for persons who were read in the actor's scope before."""
    left = (HouseholdMember.person_id == person.id, HouseholdMember.left_on.is_not(None), HouseholdMember.set_aside_at.is_(None))
    select = (
        sa.select(HouseholdMember.household_id).where(*left).order_by(HouseholdMember.left_on.desc(), HouseholdMember.id.desc())
    )
    return db.session.scalar(select.limit(1))


def last_left_on(person_id: UUID) -> date | None:
    """When a person last left a household; asked for persons who were read in the actor's scope before."""
    return db.session.scalar(
        sa.select(sa.func.max(HouseholdMember.left_on)).where(
            HouseholdMember.person_id == person_id, HouseholdMember.set_aside_at.is_(None)
        )
    )


def find_membership(actor: Actor, person_id: UUID) -> HouseholdMember | None:
    """The present place in a household of a person within the actor's scope."""
    return db.session.scalar(sa.select(HouseholdMember).join(HouseholdMember.person).where(*_present(actor, person_id)))


def _present(actor: Actor, person_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    """Belongs to a household today, and lies in the actor's scope."""
    return (
        HouseholdMember.person_id == person_id,
        HouseholdMember.left_on.is_(None),
        policies.in_scope(actor),
    )
