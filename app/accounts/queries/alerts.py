"""Reading alerts, for those who read the trail of the same offices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import Grant, Office, User
from app.accounts.permissions import PERMISSIONS_OF, Permission, Role
from app.accounts.queries.grants import covers_office, is_in_force, reach_of
from app.audit.enums import AlertKind
from app.audit.models import AuditAlert
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.pagination import Page, paginate

READERS = tuple(role for role in Role if Permission.VIEW_AUDIT in PERMISSIONS_OF[role])


def list_alerts(actor: Actor, page: int | None) -> Page[AuditAlert]:
    """The alerts about people of the actor's offices: those that nobody has reviewed first, then the newest."""
    select = sa.select(AuditAlert).where(_within(actor))
    return paginate(select.order_by(AuditAlert.reviewed_at.is_not(None), AuditAlert.raised_at.desc(), AuditAlert.id), page)


def count_open_alerts(actor: Actor) -> int:
    """How many wait for a review."""
    select = sa.select(sa.func.count()).select_from(AuditAlert).where(AuditAlert.reviewed_at.is_(None), _within(actor))
    return db.session.scalar(select) or 0


def get_alert(actor: Actor, alert_id: UUID, *, for_update: bool = False) -> AuditAlert:
    """One alert.

    Raises:
        NotFound: there is none about people of the actor's offices.
    """
    select = sa.select(AuditAlert).where(AuditAlert.id == alert_id, _within(actor))
    if for_update:
        select = select.with_for_update().execution_options(populate_existing=True)
    alert = db.session.scalar(select)
    if alert is None:
        raise NotFound(_l("There is no such alert in your offices. Open the list of alerts again."))
    return alert


def lock_alert(alert_id: UUID) -> AuditAlert:
    """One alert for the system's own work on it."""
    select = sa.select(AuditAlert).where(AuditAlert.id == alert_id).with_for_update()
    return db.session.execute(select.execution_options(populate_existing=True)).scalar_one()


def ends_of_alerts(kind: AlertKind, actor_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Until when each of these actors has been reported already."""
    rows = db.session.execute(
        sa.select(AuditAlert.actor_id, sa.func.max(AuditAlert.window_ended_at).label("ended_at"))
        .where(AuditAlert.kind == kind, AuditAlert.actor_id.in_(list(actor_ids)))
        .group_by(AuditAlert.actor_id)
    )
    return {row.actor_id: row.ended_at for row in rows}


def offices_of_users(user_ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Where these users work."""
    rows = db.session.execute(sa.select(User.id, User.office_id).where(User.id.in_(list(user_ids))))
    return {row.id: row.office_id for row in rows}


def list_readers(office_id: UUID | None) -> Sequence[User]:
    """The active data-protection focal points of an office; without one, those of the whole operation."""
    if office_id is None:
        covers: sa.ColumnElement[bool] = sa.and_(Grant.office_id.is_(None), Grant.team_id.is_(None), Grant.country.is_(None))
    else:
        covers = sa.exists().where(Office.id == office_id, covers_office())
    granted = sa.select(Grant.user_id).where(Grant.role.in_(READERS), is_in_force(), covers)
    return db.session.scalars(sa.select(User).where(User.active, User.id.in_(granted)).order_by(User.id)).all()


def _within(actor: Actor) -> sa.ColumnElement[bool]:
    reach = reach_of(actor, Permission.VIEW_AUDIT)
    return sa.true() if reach.is_whole else AuditAlert.office_id.in_(reach.office_ids)
