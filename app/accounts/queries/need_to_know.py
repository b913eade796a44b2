"""Who knows a restricted record, who could, and why it is restricted. Shown to those who know it only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import joinedload

from app.accounts.models import Grant, NeedToKnow, Office, Restriction, User
from app.accounts.permissions import Permission, Role, opens_files
from app.accounts.queries.grants import covers_office, is_in_force
from app.foundation.actor import Actor
from app.foundation.database import db

WORK_WITH_FILES = tuple(role for role in Role if opens_files(role))


@dataclass(frozen=True)
class Colleague:
    """Somebody active whose role opens files at an office; ``supervises``: at that office."""

    id: UUID
    name: str
    supervises: bool


def list_colleagues_at(office_id: UUID) -> Sequence[Colleague]:
    """Everybody whose role opens files at an office today, by name: only they can need to know one of them."""
    held = sa.select(Grant.user_id, sa.func.bool_or(Grant.role == Role.SUPERVISOR).label("supervises"))
    held = held.join(Office, covers_office()).where(Office.id == office_id, Grant.role.in_(WORK_WITH_FILES), is_in_force())
    holders = held.group_by(Grant.user_id).subquery()
    select = sa.select(User.id, User.name, holders.c.supervises).join(holders, holders.c.user_id == User.id)
    return [Colleague(*row) for row in db.session.execute(select.where(User.active).order_by(User.name, User.id))]


def list_needs(actor: Actor, record_id: UUID) -> Sequence[NeedToKnow]:
    """The needs in force to know a record that the actor knows, with their users, in the order in which they were given."""
    if record_id not in _records_known_to(actor):
        return []
    select = sa.select(NeedToKnow).where(NeedToKnow.record_id == record_id, NeedToKnow.ended_at.is_(None))
    return db.session.scalars(select.options(joinedload(NeedToKnow.user)).order_by(NeedToKnow.given_at, NeedToKnow.id)).all()


def who_knows(actor: Actor, record_id: UUID) -> frozenset[UUID]:
    """The ids of the users who need to know a record that the actor knows."""
    return frozenset(need.user_id for need in list_needs(actor, record_id))


def find_restriction(actor: Actor, record_id: UUID) -> Restriction | None:
    """Why a record that the actor knows is restricted now; with who restricted it."""
    if record_id not in _records_known_to(actor):
        return None
    select = sa.select(Restriction).where(Restriction.record_id == record_id, Restriction.ended_at.is_(None))
    return db.session.scalar(select.options(joinedload(Restriction.restrictor)))


def restricted_among(ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these persons, cases and referrals are restricted now; for the audit trail, which is not to name them."""
    wanted = sa.cast(list(ids), postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
    return frozenset(db.session.scalar(sa.select(sa.func.quipu_restricted_among(wanted))) or ())


def _records_known_to(actor: Actor) -> frozenset[UUID]:
    """Scopes of the actor; a restricted record is one of its own."""
    return actor.scopes_for(Permission.VIEW_PERSON) | actor.scopes_for(Permission.VIEW_CASE)
