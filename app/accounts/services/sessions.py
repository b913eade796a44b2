"""Ending sessions: by their owner, by an administrator, and by what makes a sign-in unsafe or outdated."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from app.accounts import queries
from app.accounts.enums import EndOfSession
from app.accounts.models import BrowserSession, HeldForm
from app.accounts.queries.held_forms import WAITS
from app.accounts.services.managed_accounts import account_to_change
from app.accounts.sessions.lifetime import ABSOLUTE, KEPT_FOR
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db


def end_own_session(actor: Actor, session_id: UUID) -> None:
    """Close one of the actor's sessions, on a device that they no longer use or no longer have.

    Raises:
        NotFound: the actor has no such open session.
    """
    session = queries.get_own_session(actor, session_id)
    _end(BrowserSession.id == session.id, EndOfSession.CLOSED_BY_OWNER)
    record(actor, "session:closed", subject_type="user", subject_id=actor.id, office_id=actor.office_id, count=1)


def end_other_sessions(actor: Actor, *, but: UUID | None) -> int:
    """Close all sessions of the actor but the one they sit at; gives their number."""
    others = sa.and_(BrowserSession.user_id == actor.id, BrowserSession.id.is_distinct_from(but))
    number = _end(others, EndOfSession.CLOSED_BY_OWNER)
    record(actor, "session:closed", subject_type="user", subject_id=actor.id, office_id=actor.office_id, count=number)
    return number


def sign_out_everywhere(actor: Actor, user_id: UUID) -> int:
    """Close all sessions of somebody whose device was lost; gives their number.

    Raises:
        NotFound: the account lies outside the actor's reach.
        NotAllowed: it is the actor's own, or works beyond their reach.
    """
    user = account_to_change(actor, user_id)
    number = end_sessions_of(user.id, EndOfSession.CLOSED_BY_ADMINISTRATOR)
    record(actor, "session:closed", subject_type="user", subject_id=user.id, office_id=user.office_id, count=number)
    return number


def end_sessions_of(user_id: UUID, reason: EndOfSession, *, but: UUID | None = None) -> int:
    """End what a user has open, except the session ``but``; gives their number."""
    return _end(sa.and_(BrowserSession.user_id == user_id, BrowserSession.id.is_distinct_from(but)), reason)


def _end(which: sa.ColumnElement[bool], reason: EndOfSession) -> int:
    values: dict[str, object] = {"ended_at": now(), "end_reason": reason}
    if not reason.keeps_what_is_sent:
        values["data"] = None
    update = sa.update(BrowserSession).where(which, BrowserSession.ended_at.is_(None)).values(values)
    return len(db.session.execute(update.returning(BrowserSession.id)).all())


def forget_old_sessions() -> None:
    """Delete sessions that ended long ago, and forms that waited too long."""
    began_before = now() - ABSOLUTE - KEPT_FOR
    db.session.execute(sa.delete(BrowserSession).where(BrowserSession.created_at < began_before))
    db.session.execute(sa.delete(HeldForm).where(HeldForm.created_at < now() - WAITS))
