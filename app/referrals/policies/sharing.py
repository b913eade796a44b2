"""What may be shown to a partner: only what was ticked, with the person's consent, and only while it is needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.directory.models import Organisation
from app.foundation.errors import RefusedInput
from app.people.enums import ConsentPurpose, DataCategory, RecipientKind
from app.people.models import Consent
from app.people.policies import Cover, Gap, Use
from app.referrals.enums import ReferralStatus, SharedField
from app.referrals.lifecycle import WITH_PARTNER
from app.referrals.models import Referral

CATEGORY_OF: Mapping[SharedField, DataCategory] = {
    SharedField.GIVEN_NAMES: DataCategory.NAMES,
    SharedField.SURNAMES: DataCategory.NAMES,
    SharedField.AGE: DataCategory.PROFILE,
    SharedField.NATIONALITY: DataCategory.PROFILE,
    SharedField.CONTACT: DataCategory.CONTACT,
}
NOBODY_ASKED = _l(
    "The person has not agreed to sharing data with other organisations, so nothing can be sent. Read the words to "
    "the person and record the answer; all other help goes on as before."
)
WHY_NOT: Mapping[Gap, Any] = {
    Gap.NOT_ASKED: NOBODY_ASKED,
    Gap.REFUSED: NOBODY_ASKED,
    Gap.WITHDRAWN: NOBODY_ASKED,
    Gap.ENDED: _l(
        "The time for which the person agreed to sharing is over, so nothing can be sent. Read the words to the person again "
        "and record the answer; all other help goes on as before."
    ),
    Gap.NOT_THESE: _l(
        "The person agreed to sharing less than what is ticked. Tick less, or read the words to the person and record the answer."
    ),
}


def use_of(case: Case, organisation: Organisation | None, fields: Collection[str], *, on: date) -> Use:
    """What a referral does with what is known of the person: the partner always learns which help is asked for.

    Args:
        organisation: None before one is chosen.
        fields: values of ``SharedField``; others count for nothing.
        on: the day at the office.
    """
    categories = {DataCategory.NEED, *(CATEGORY_OF[field] for field in SharedField if field in fields)}
    if case.is_restricted:
        categories.add(DataCategory.PROTECTION)
    is_authority = organisation is not None and organisation.is_authority
    return Use(
        purpose=ConsentPurpose.REFERRAL_SHARING,
        recipient=RecipientKind.NATIONAL_AUTHORITY if is_authority else RecipientKind.SERVICE_PARTNERS,
        organisation_id=organisation.id if organisation else None,
        categories=frozenset(categories),
        on=on,
    )


def may_share(cover: Cover) -> bool:
    return cover.gap is None


def check_may_share(cover: Cover) -> Consent:
    """The consent to rest a referral on.

    Raises:
        RefusedInput: none covers it, and why. Only the sharing stops; the case goes on.
    """
    if cover.consent is None or cover.gap is not None:
        raise RefusedInput(WHY_NOT[cover.gap or Gap.NOT_ASKED], field="consent_given")
    return cover.consent


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
