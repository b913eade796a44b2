"""Reading users, offices and grants."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Grant, Office, User
from app.foundation.clock import now
from app.foundation.database import db


def grants_in_force(user_id: UUID) -> Sequence[tuple[Grant, Sequence[UUID]]]:
    """The user's grants of today, each with the ids of the offices it covers; one statement."""
    covered = sa.or_(
        Office.id == Grant.office_id,
        sa.and_(Grant.office_id.is_(None), Grant.country == Office.country),
        sa.and_(Grant.office_id.is_(None), Grant.country.is_(None)),
    )
    today = sa.func.current_date()
    in_force = sa.and_(Grant.valid_from <= today, sa.or_(Grant.valid_until.is_(None), Grant.valid_until >= today))
    rows = db.session.execute(
        sa.select(Grant, sa.func.array_remove(sa.func.array_agg(Office.id), None))
        .outerjoin(Office, covered)
        .where(Grant.user_id == user_id, in_force)
        .group_by(Grant.id)
    )
    return [(grant, offices) for grant, offices in rows]


def find_user_by_email(email: str) -> User | None:
    return db.session.scalar(sa.select(User).where(User.email == email.strip().lower()))


def list_offices() -> Sequence[Office]:
    return db.session.scalars(sa.select(Office).where(Office.closed_on.is_(None)).order_by(Office.country, Office.name)).all()


def all_office_ids() -> frozenset[UUID]:
    """Every office, for the system actors that work on the whole operation."""
    return frozenset(db.session.scalars(sa.select(Office.id)))


def find_office(code: str) -> Office | None:
    return db.session.scalar(sa.select(Office).where(Office.code == code))


def get_user(user_id: UUID) -> User:
    return db.session.execute(sa.select(User).options(joinedload(User.office)).where(User.id == user_id)).scalar_one()


def list_colleagues(office_ids: frozenset[UUID], *, role: str | None = None) -> Sequence[User]:
    """Active users with a grant in force on one of the offices itself, by name."""
    today = now().date()
    chosen = sa.and_(
        Grant.office_id.in_(office_ids),
        Grant.valid_from <= today,
        sa.or_(Grant.valid_until.is_(None), Grant.valid_until >= today),
    )
    if role is not None:
        chosen = sa.and_(chosen, Grant.role == role)
    select = sa.select(User).where(User.active, User.id.in_(sa.select(Grant.user_id).where(chosen))).order_by(User.name)
    return db.session.scalars(select).all()
