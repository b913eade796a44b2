"""Who lives or travels together."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import WrongState
from app.people import policies
from app.people.models import Household, HouseholdMember, Person

WITH_MEMBERS = selectinload(Household.members).joinedload(HouseholdMember.person)


def household_of(actor: Actor, person_id: UUID) -> Household | None:
    """The household to which a person within the actor's scope belongs today, with all who ever belonged to it.

    Members may be registered at offices outside the actor's scope: ask ``can_view_person`` before showing who they are.
    """
    membership = find_membership(actor, person_id)
    if membership is None:
        return None
    return db.session.scalar(sa.select(Household).where(Household.id == membership.household_id).options(WITH_MEMBERS))


def get_household_of(actor: Actor, person_id: UUID) -> Household:
    """The same, locked against changes until the transaction ends.

    Raises:
        WrongState: the person belongs to no household, or is out of scope.
    """
    membership = find_membership(actor, person_id)
    if membership is None:
        raise WrongState(_l("This person belongs to no household at present. Reload the page to see what was recorded."))
    locked = sa.select(Household).where(Household.id == membership.household_id).with_for_update()
    return db.session.scalars(locked.options(WITH_MEMBERS).execution_options(populate_existing=True)).one()


def find_membership(actor: Actor, person_id: UUID) -> HouseholdMember | None:
    """The present place in a household of a person within the actor's scope."""
    select = (
        sa.select(HouseholdMember)
        .join(HouseholdMember.person)
        .where(HouseholdMember.person_id == person_id, HouseholdMember.left_on.is_(None))
        .where(Person.office_id.in_(policies.offices_in_scope(actor)))
    )
    return db.session.scalar(select.options(joinedload(HouseholdMember.household)))
