"""What a referral has behind it, as the database keeps it."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.models import AuditEvent
from app.foundation.actor import ActorKind
from app.foundation.database import db
from app.referrals.enums import ReferralStatus as S
from app.referrals.models import Referral, ReferralMail, ReferralStatusChange


def steps_of(referral: Referral) -> list[tuple[str, S, ActorKind]]:
    select = sa.select(ReferralStatusChange).where(ReferralStatusChange.referral_id == referral.id)
    return [(row.step, row.status, row.actor_kind) for row in db.session.scalars(select.order_by(ReferralStatusChange.id))]


def audited(referral: Referral) -> list[str]:
    select = sa.select(AuditEvent.action).where(AuditEvent.subject_id == referral.id).order_by(AuditEvent.id)
    return list(db.session.scalars(select))


def mails_of(referral: Referral) -> list[ReferralMail]:
    return list(db.session.scalars(sa.select(ReferralMail).where(ReferralMail.referral_id == referral.id)))
