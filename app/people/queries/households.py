"""Who lives or travels together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import WrongState
from app.foundation.scopes import lies_within
from app.people import policies
from app.people.models import Household, HouseholdMember


def with_members(actor: Actor) -> Any:
    """Loads the members; one whose file is restricted and not known to the actor is not even counted."""
    # The scope of a restricted person's rows is the person.
    is_open = HouseholdMember.scope_id != HouseholdMember.person_id
    told = Household.members.and_(sa.or_(is_open, lies_within(actor, Permission.VIEW_PERSON, HouseholdMember.scope_id)))
    return selectinload(told).joinedload(HouseholdMember.person)


def household_of(actor: Actor, person_id: UUID) -> Household | None:
    """The household to which a person within the actor's scope belongs today, with all who ever belonged to it.

    Members may be registered at offices outside the actor's scope: ask ``can_view_person`` before showing who they are.
    """
    select = sa.select(Household).join(Household.members).join(HouseholdMember.person).where(*_present(actor, person_id))
    return db.session.scalar(select.options(with_members(actor)))


def get_household_of(actor: Actor, person_id: UUID) -> Household:
    """The same, locked against changes until the transaction ends.

    Raises:
        WrongState: the person belongs to no household, or is out of scope.
    """
    membership = find_membership(actor, person_id)
    if membership is None:
        raise WrongState(_l("This person belongs to no household at present. Reload the page to see what was recorded."))
    locked = sa.select(Household).where(Household.id == membership.household_id).with_for_update()
    return db.session.scalars(locked.options(with_members(actor)).execution_options(populate_existing=True)).one()


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
