"""How this room tells a person with whom their data was shared, and how it erases them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.cases.models import Case
from app.directory.models import ProvidedService
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.held_data import Fate, HeldRecord, fact
from app.people.models import Consent
from app.referrals.enums import SharedField
from app.referrals.labels import DECLINE_REASON_LABELS, SHARED_FIELD_LABELS, STATUS_LABELS
from app.referrals.lifecycle import OPEN_STATES
from app.referrals.models import Referral, ReferralStatusChange
from app.referrals.services.links import close_links
from app.web.filters import day, instant, sentence

FATES: Mapping[str, Fate] = {
    "referral.request_sealed": Fate.UNREADABLE,
    "referral.partner_words_sealed": Fate.UNREADABLE,
    "referral_status_change.words_sealed": Fate.UNREADABLE,
    "referral_mail.recipient_sealed": Fate.OF_OTHERS,
}
"""Every column of this room of class P2 or higher; a test asks that none is missing."""


def held_about(actor: Actor, case: Case) -> list[HeldRecord]:
    """Each referral of a case that the actor has read: to which organisation, what it could see, when, by which consent."""
    select = (
        sa.select(Referral, Consent)
        .outerjoin(Consent, Consent.id == Referral.consent_id)
        .where(Referral.case_id == case.id)
        .options(joinedload(Referral.provided_service).joinedload(ProvidedService.organisation))
        .order_by(Referral.created_at)
    )
    return [_referral(actor, referral, consent) for referral, consent in db.session.execute(select)]


def erase_referrals(person_id: UUID) -> int:
    """Close every partner's link to the person; how many referrals there are. Their words go with the keys of their cases."""
    ids = list(_ids(person_id))
    close_links(ids)
    return len(ids)


def close_links_of_case(case_id: UUID) -> None:
    """Close every partner's link to one case whose words go."""
    close_links(list(db.session.scalars(sa.select(Referral.id).where(Referral.case_id == case_id))))


def has_open_referral(person_id: UUID) -> bool:
    """Whether a partner is still asked for something for the person, as far as the database shows now."""
    of_person = sa.select(Referral.id).join(Case, Case.id == Referral.case_id).where(Case.person_id == person_id)
    return db.session.scalar(of_person.where(Referral.status.in_(OPEN_STATES)).limit(1)) is not None


def count_referrals(person_id: UUID) -> int:
    return len(_ids(person_id))


def _ids(person_id: UUID) -> Sequence[UUID]:
    return db.session.scalars(
        sa.select(Referral.id).join(Case, Case.id == Referral.case_id).where(Case.person_id == person_id)
    ).all()


def _referral(actor: Actor, referral: Referral, consent: Consent | None) -> HeldRecord:
    shared = [str(SHARED_FIELD_LABELS[field]) for field in SharedField if field in referral.shared_fields]
    sent = instant(referral.sent_at, actor.time_zone) if referral.sent_at else None
    agreed = instant(consent.decided_at, actor.time_zone) if consent else None
    declined = DECLINE_REASON_LABELS[referral.decline_reason] if referral.decline_reason else None
    words = [one.words for one in _history(referral) if one.words]
    return HeldRecord(
        _("Referral %(code)s", code=referral.code),
        [
            fact("referral.provided_service_id", _("Organisation"), referral.provided_service.organisation.name),
            fact("referral.status", _("State"), STATUS_LABELS[referral.status]),
            fact("referral.sent_at", _("Shared on"), sent or _("Not shared: it was never sent")),
            fact("referral.shared_fields", _("What was shared"), sentence(shared) if shared else None),
            fact("referral.consent_id", _("By the consent of"), agreed),
            fact("referral.request_sealed", _("What was asked for"), referral.request),
            fact("referral.decline_reason", _("Why it was declined"), declined),
            fact("referral.partner_words_sealed", _("What the organisation answered"), referral.partner_words),
            fact("referral.appointment_on", _("Appointment"), day(referral.appointment_on) if referral.appointment_on else None),
            fact("referral_status_change.words_sealed", _("Said with its steps"), " · ".join(words)),
        ],
    )


def _history(referral: Referral) -> Sequence[ReferralStatusChange]:
    select = sa.select(ReferralStatusChange).where(ReferralStatusChange.referral_id == referral.id)
    return db.session.scalars(select.order_by(ReferralStatusChange.changed_at)).all()
