"""What may be shown to a partner: only what was ticked, with the person's consent, and only while it is needed."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from app.cases.enums import CaseStatus
from app.foundation.errors import RefusedInput
from app.people.enums import ConsentDecision
from app.people.models import Consent
from app.referrals.enums import ReferralStatus, SharedField
from app.referrals.lifecycle import WITH_PARTNER
from app.referrals.models import Referral


def may_share(consent: Consent | None) -> bool:
    """Whether the latest decision about sharing with service providers says yes. None means that nobody asked."""
    return consent is not None and consent.decision == ConsentDecision.GIVEN


def check_may_share(consent: Consent | None) -> Consent:
    """The consent to rest a referral on.

    Raises:
        RefusedInput: the person was not asked, refused, or withdrew. Only the sharing stops; the case goes on.
    """
    if consent is None or not may_share(consent):
        raise RefusedInput(
            _l(
                "The person has not agreed to sharing data with other organisations, so nothing can be sent. Read the words to "
                "the person and record the answer; all other help goes on as before."
            ),
            field="consent_given",
        )
    return consent


def check_fields(fields: Collection[str]) -> list[str]:
    """The names of the fields to share, in their fixed order.

    Raises:
        RefusedInput: none is chosen, or one of them may never be shared.
    """
    if not fields:
        raise RefusedInput(_l("Tick at least one field: the partner must know who comes"), field="shared_fields")
    if not set(fields) <= set(SharedField):
        raise RefusedInput(_l("One of the fields cannot be shared. Reload the page and choose again."), field="shared_fields")
    return [field.value for field in SharedField if field in fields]


def shows_person(referral: Referral) -> bool:
    """Whether the partner still needs the person's data: while an answer is awaited or work goes on, and after a
    completion until the case is closed. A partner who declined needs them no more."""
    if referral.status in {*WITH_PARTNER, ReferralStatus.ACCEPTED}:
        return True
    return referral.status == ReferralStatus.COMPLETED and not is_over(referral)


def is_over(referral: Referral) -> bool:
    """Whether the link has nothing more to open: revoked, or completed and its case closed."""
    if referral.status == ReferralStatus.COMPLETED:
        return referral.case.status == CaseStatus.CLOSED
    return referral.status == ReferralStatus.REVOKED
