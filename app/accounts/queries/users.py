"""Reading users: as colleagues for everybody, as accounts for administrators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.queries.grants import reach_of
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.pagination import Page, paginate


def find_user_by_email(email: str) -> User | None:
    return db.session.scalar(sa.select(User).where(User.email == email.strip().lower()))


def get_own_account(actor: Actor) -> User:
    """The account of the actor, who is a signed-in user, with its office."""
    select = sa.select(User).options(joinedload(User.office)).where(User.id == actor.id)
    return db.session.execute(select).scalar_one()


def names_of_users(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names behind ids that history and audit rows carry."""
    rows = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(set(user_ids))))
    return {row.id: row.name for row in rows}


def list_actors(actor: Actor) -> Sequence[User]:
    """The people whose deeds the actor may read in the audit trail, by name."""
    reach = reach_of(actor, Permission.VIEW_AUDIT)
    select = sa.select(User).order_by(User.name, User.id)
    if not reach.is_whole:
        select = select.where(User.office_id.in_(reach.office_ids))
    return db.session.scalars(select).all()


def list_accounts(
    actor: Actor, *, office_id: UUID | None = None, is_active: bool | None = None, page: int | None = None
) -> Page[User]:
    """The accounts that the actor administers, by name, with their offices.

    Args:
        is_active: only those that may sign in, or only the disabled ones; both when None.
    """
    reach = reach_of(actor, Permission.MANAGE_ACCOUNTS)
    select = sa.select(User).options(joinedload(User.office)).order_by(User.name, User.id)
    if not reach.is_whole:
        select = select.where(User.office_id.in_(reach.office_ids))
    if office_id is not None:
        select = select.where(User.office_id == office_id)
    if is_active is not None:
        select = select.where(User.active.is_(is_active))
    return paginate(select, page)


def get_account(actor: Actor, user_id: UUID, *, for_update: bool = False) -> User:
    """One account that the actor administers.

    Raises:
        NotFound: there is none, or its office lies outside the actor's reach.
    """
    reach = reach_of(actor, Permission.MANAGE_ACCOUNTS)
    select = sa.select(User).options(joinedload(User.office)).where(User.id == user_id)
    user = db.session.scalar(select.with_for_update(of=User).execution_options(populate_existing=True) if for_update else select)
    if user is None or not reach.covers_home(user.office):
        raise NotFound(_l("There is no such account in your area."))
    return user
