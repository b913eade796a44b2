"""The links by which people set a password: written, mailed by a job, and closed by what makes them needless or unsafe."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts import jobs
from app.accounts.enums import LinkPurpose
from app.accounts.models import Invitation, User
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.jobs import enqueue

LASTS: Mapping[LinkPurpose, timedelta] = {
    LinkPurpose.NEW_ACCOUNT: timedelta(days=7),
    LinkPurpose.NEW_PASSWORD: timedelta(hours=24),  # it opens an account that holds files already
    LinkPurpose.NEW_SECOND_FACTOR: timedelta(hours=24),
}


def mail_link(actor: Actor, user: User, purpose: LinkPurpose) -> Invitation:
    """A fresh link that leaves by mail; those before it close."""
    link = write_link(actor, user, purpose)
    enqueue(jobs.SEND_INVITATION, actor=actor, invitation_id=link.id)
    return link


def write_link(actor: Actor, user: User, purpose: LinkPurpose) -> Invitation:
    """A fresh link that the caller gives by hand; those before it close."""
    revoke_links(user.id)
    moment = now()
    link = Invitation(
        id=new_id(),
        user_id=user.id,
        purpose=purpose,
        created_at=moment,
        expires_at=moment + LASTS[purpose],
        invited_by=actor.id,
    )
    db.session.add(link)
    db.session.flush()
    return link


def revoke_links(user_id: UUID) -> None:
    """Close every unused link of the user."""
    unused = sa.and_(Invitation.user_id == user_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    db.session.execute(sa.update(Invitation).where(unused).values(revoked_at=now()))
