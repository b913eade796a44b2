"""Reading invitations."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Grant, Invitation, User
from app.accounts.permissions import Role
from app.accounts.queries.grants import is_in_force
from app.foundation.database import db


def find_invitation(invitation_id: UUID, *, for_update: bool = False) -> Invitation | None:
    """An invitation, open or not, with its user; only the signed link leads here."""
    select = (
        sa.select(Invitation).options(joinedload(Invitation.user).joinedload(User.office)).where(Invitation.id == invitation_id)
    )
    return db.session.scalar(
        select.with_for_update(of=Invitation).execution_options(populate_existing=True) if for_update else select
    )


def get_invitation(invitation_id: UUID, *, for_update: bool = False) -> Invitation:
    """The same for jobs, whose arguments name rows that exist.

    Raises:
        LookupError: there is none.
    """
    invitation = find_invitation(invitation_id, for_update=for_update)
    if invitation is None:
        raise LookupError("invitation")
    return invitation


def latest_invitation(user_id: UUID) -> Invitation | None:
    select = sa.select(Invitation).where(Invitation.user_id == user_id).order_by(Invitation.created_at.desc()).limit(1)
    return db.session.scalar(select)


def has_administrator() -> bool:
    """Whether somebody with a password may administer the whole operation."""
    return db.session.scalar(_administrators().limit(1)) is not None


def has_other_administrator(user_id: UUID) -> bool:
    """Whether somebody else with a password may administer the whole operation."""
    return db.session.scalar(_administrators().where(User.id != user_id).limit(1)) is not None


def _administrators() -> sa.Select[UUID]:
    whole = sa.and_(Grant.role == Role.ADMINISTRATOR, Grant.office_id.is_(None), Grant.country.is_(None))
    return (
        sa.select(Grant.id)
        .join(User, User.id == Grant.user_id)
        .where(whole, is_in_force(), User.active, User.password.is_not(None))
    )
