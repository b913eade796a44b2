"""Reading grants: which hold today, and how far an administrator's own reach goes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.accounts.models import Grant, Office
from app.accounts.permissions import PERMISSIONS_OF, Permission
from app.accounts.scopes import Reach
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound


def is_in_force() -> sa.ColumnElement[bool]:
    """The condition that a grant holds now: begun, neither ended by hand nor past its last day (days are UTC)."""
    today = now().date()
    return sa.and_(
        Grant.valid_from <= today,
        sa.or_(Grant.valid_until.is_(None), Grant.valid_until >= today),
        Grant.ended_at.is_(None),
    )


def covers_office() -> sa.ColumnElement[bool]:
    """The condition that joins a grant with each office in its scope."""
    return sa.or_(
        Office.id == Grant.office_id,
        sa.and_(Grant.office_id.is_(None), Grant.country == Office.country),
        sa.and_(Grant.office_id.is_(None), Grant.country.is_(None)),
    )


def grants_in_force(user_id: UUID) -> Sequence[tuple[Grant, Sequence[UUID]]]:
    """The user's grants of today, each with the ids of the offices it covers; one statement."""
    rows = db.session.execute(
        sa.select(Grant, sa.func.array_remove(sa.func.array_agg(Office.id), None))
        .outerjoin(Office, covers_office())
        .where(Grant.user_id == user_id, is_in_force())
        .group_by(Grant.id)
    )
    return [(grant, offices) for grant, offices in rows]


def reach_of(actor: Actor, permission: Permission) -> Reach:
    """What the actor's grants with ``permission`` cover together; nothing for an actor who is no user."""
    if actor.id is None:
        return Reach()
    return Reach.of(pair for pair in grants_in_force(actor.id) if permission in PERMISSIONS_OF[pair[0].role])


def list_grants(user_ids: Sequence[UUID]) -> Sequence[Grant]:
    """The grants in force or still to begin of these users, with their offices."""
    select = (
        sa.select(Grant)
        .options(joinedload(Grant.office))
        .where(
            Grant.user_id.in_(user_ids),
            Grant.ended_at.is_(None),
            sa.or_(Grant.valid_until.is_(None), Grant.valid_until >= now().date()),
        )
        .order_by(Grant.role, Grant.valid_from, Grant.id)
    )
    return db.session.scalars(select).all()


def get_grant(user_id: UUID, grant_id: UUID) -> Grant:
    """One grant of a user who was read before, in scope, with its office; locked.

    Raises:
        NotFound: this user has no such grant.
    """
    select = sa.select(Grant).options(joinedload(Grant.office)).where(Grant.id == grant_id, Grant.user_id == user_id)
    grant = db.session.scalar(select.with_for_update(of=Grant).execution_options(populate_existing=True))
    if grant is None:
        raise NotFound(_l("This role is no longer in the list of the account. Open the account again."))
    return grant
