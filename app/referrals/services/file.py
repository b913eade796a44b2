"""Opening a referral and listing referrals, as staff: both are written down."""

from __future__ import annotations

from uuid import UUID

from app.audit import services as audit
from app.foundation.actor import Actor
from app.referrals import queries
from app.referrals.models import Referral
from app.referrals.services.steps import record_on_referral


def open_file(actor: Actor, referral_id: UUID) -> Referral:
    """Give a referral to be read on the screen, and record who read it.

    Raises:
        NotFound: no such referral in the actor's scope.
    """
    referral = queries.get_referral(actor, referral_id)
    record_on_referral(actor, "referral:opened", referral)
    return referral


def record_listing(actor: Actor, count: int) -> None:
    """Record that a list of so many referrals was shown."""
    audit.record(actor, "referral:listed", subject_type="referral", office_id=actor.office_id, count=count)
