"""Reading offices."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import Office
from app.accounts.permissions import Permission
from app.accounts.queries.grants import reach_of
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound


def list_offices() -> Sequence[Office]:
    """The offices that are open, by country and name."""
    return db.session.scalars(sa.select(Office).where(Office.closed_on.is_(None)).order_by(Office.country, Office.name)).all()


def list_all_offices(actor: Actor) -> Sequence[Office]:
    """The offices that the actor administers, closed ones last."""
    reach = reach_of(actor, Permission.MANAGE_ACCOUNTS)
    select = sa.select(Office).order_by(Office.closed_on.is_not(None), Office.country, Office.name)
    if not reach.is_whole:
        select = select.where(Office.id.in_(reach.office_ids))
    return db.session.scalars(select).all()


def get_office(actor: Actor, office_id: UUID, *, for_update: bool = False) -> Office:
    """One office that the actor administers.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    reach = reach_of(actor, Permission.MANAGE_ACCOUNTS)
    select = sa.select(Office).where(Office.id == office_id)
    office = db.session.scalar(select.with_for_update().execution_options(populate_existing=True) if for_update else select)
    if office is None or not reach.covers_home(office):
        raise NotFound(_l("There is no such office in your area."))
    return office


def find_office(code: str) -> Office | None:
    return db.session.scalar(sa.select(Office).where(Office.code == code))
