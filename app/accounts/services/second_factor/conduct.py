"""Accepting the code of conduct."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import ConductAcceptance, User
from app.accounts.policies.sign_in_steps import CONDUCT_VERSION
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id


def accept_conduct(actor: Actor, user: User, locale: str) -> None:
    """Note that the user accepts the version in force, read in this language; a second time changes nothing."""
    row = {"id": new_id(), "user_id": user.id, "version": CONDUCT_VERSION, "locale": locale, "accepted_at": now()}
    written = db.session.execute(insert(ConductAcceptance).values(row).on_conflict_do_nothing().returning(ConductAcceptance.id))
    if written.scalar() is not None:
        record(actor, "user:conduct_accepted", subject_type="user", subject_id=user.id, office_id=user.office_id)
