"""Reading the sessions that are open."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import BrowserSession
from app.accounts.sessions.lifetime import IDLE
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound


def is_open() -> sa.ColumnElement[bool]:
    """The condition that a session would still open pages."""
    moment = now()
    return sa.and_(
        BrowserSession.ended_at.is_(None), BrowserSession.expires_at > moment, BrowserSession.last_seen_at > moment - IDLE
    )


def list_own_sessions(actor: Actor) -> Sequence[BrowserSession]:
    """The open sessions of the actor, the one used last first."""
    select = sa.select(BrowserSession).where(BrowserSession.user_id == actor.id, is_open())
    return db.session.scalars(select.order_by(BrowserSession.last_seen_at.desc(), BrowserSession.id)).all()


def get_own_session(actor: Actor, session_id: UUID) -> BrowserSession:
    """One open session of the actor.

    Raises:
        NotFound: it is somebody else's, has ended, or never was.
    """
    select = sa.select(BrowserSession).where(BrowserSession.id == session_id, BrowserSession.user_id == actor.id, is_open())
    session = db.session.scalar(select)
    if session is None:
        raise NotFound(_l("This session is closed already."))
    return session


def count_open_sessions(user_id: UUID) -> int:
    select = sa.select(sa.func.count()).select_from(BrowserSession).where(BrowserSession.user_id == user_id, is_open())
    return db.session.scalar(select) or 0
