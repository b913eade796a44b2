"""Which decision may follow which, who may take it, and what it opens. Every room that shares or contacts asks here."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.foundation.errors import WrongState
from app.people.enums import ConsentDecision, ConsentPurpose, ConsentState, DataCategory, RecipientKind
from app.people.lifecycle import CONSENT, STEP_TO
from app.people.models import Consent

USUAL_RECIPIENT: Mapping[ConsentPurpose, RecipientKind] = {
    ConsentPurpose.CASE_MANAGEMENT: RecipientKind.OUR_ORGANISATION,
    ConsentPurpose.REFERRAL_SHARING: RecipientKind.SERVICE_PARTNERS,
    ConsentPurpose.STATISTICS: RecipientKind.DONOR_STATISTICS,
    ConsentPurpose.CONTACT: RecipientKind.OUR_ORGANISATION,
}
"""Whom the short question of a purpose is about."""
USUAL_CATEGORIES: Mapping[ConsentPurpose, frozenset[DataCategory]] = {
    ConsentPurpose.CASE_MANAGEMENT: frozenset(DataCategory),
    ConsentPurpose.REFERRAL_SHARING: frozenset(DataCategory) - {DataCategory.PROTECTION},
    ConsentPurpose.STATISTICS: frozenset({DataCategory.PROFILE, DataCategory.NEED}),
    ConsentPurpose.CONTACT: frozenset({DataCategory.CONTACT}),
}
"""What its words name."""
USUAL_DAYS_OF_SHARING = 365
ENDS_SOON = timedelta(days=30)


class Gap(enum.StrEnum):
    """Why nothing covers a use."""

    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    NOT_THESE = "not_these"


@dataclass(frozen=True, kw_only=True)
class Use:
    """What somebody is about to do with what is known of a person.

    Attributes:
        recipient: the kind that the reader belongs to; an organisation is named beside it.
        on: the day at the office.
    """

    purpose: ConsentPurpose
    recipient: RecipientKind
    categories: frozenset[DataCategory]
    on: date
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class Cover:
    """Which decision speaks about a use, and what is missing in it; without a gap it is covered."""

    consent: Consent | None
    gap: Gap | None = None
    missing: frozenset[DataCategory] = frozenset()


def find_cover(consents: Iterable[Consent], use: Use) -> Cover:
    """What the ledger says about a use. What was said of one organisation stands before what was said of its kind.

    Args:
        consents: of one person, in any order; older decisions of a line do no harm.
    """
    deciding = _deciding(consents, use)
    if deciding is None:
        return Cover(None, Gap.NOT_ASKED)
    state = state_of(deciding, use.on)
    if state is not ConsentState.IN_FORCE:
        return Cover(deciding, Gap(state.value))
    missing = use.categories - set(deciding.categories)
    return Cover(deciding, Gap.NOT_THESE, missing) if missing else Cover(deciding)


def is_usual(consent: Consent) -> bool:
    """Whether a decision answers the short question of its purpose, which names no single organisation and no authority."""
    return consent.recipient is USUAL_RECIPIENT[consent.purpose]


def covers(consents: Iterable[Consent], use: Use) -> bool:
    return find_cover(consents, use).gap is None


def state_of(consent: Consent, on: date) -> ConsentState:
    """How a decision stands on a day at the office, as long as nothing follows it."""
    if consent.decision is not ConsentDecision.GIVEN:
        return ConsentState(consent.decision.value)
    has_ended = consent.valid_until is not None and consent.valid_until < on
    return ConsentState.ENDED if has_ended else ConsentState.IN_FORCE


def ends_soon(consent: Consent, on: date) -> bool:
    """Whether a yes that still counts has to be asked for anew within a month."""
    is_in_force = state_of(consent, on) is ConsentState.IN_FORCE
    return is_in_force and consent.valid_until is not None and consent.valid_until - on <= ENDS_SOON


def usual_end(purpose: ConsentPurpose, today: date) -> date | None:
    """Until when a yes to the short question counts: sharing for a year, the others until they are withdrawn."""
    return today + timedelta(days=USUAL_DAYS_OF_SHARING) if purpose is ConsentPurpose.REFERRAL_SHARING else None


def can_decide(in_force: Consent | None, decision: ConsentDecision, today: date | None = None) -> bool:
    """Whether a decision may follow the latest of its line: only what was given can be withdrawn, and so on.

    Args:
        today: the day at the office; what has ended by then is asked as if for the first time.
    """
    has_ended = today is not None and in_force is not None and state_of(in_force, today) is ConsentState.ENDED
    return CONSENT.allows(STEP_TO[decision], in_force.decision if in_force and not has_ended else None)


def check_can_decide(in_force: Consent | None, decision: ConsentDecision, today: date | None = None) -> None:
    if can_decide(in_force, decision, today):
        return
    if decision is ConsentDecision.WITHDRAWN:
        raise WrongState(_l("This consent is not in force, so it cannot be withdrawn. Reload the page to see what was recorded."))
    raise WrongState(_l("This consent was given before. Record that the person withdraws it instead."))


def is_declined(in_force: Consent | None) -> bool:
    """Whether the person said no to a purpose, at once or later. Not asked, and ended, is not a no."""
    return in_force is not None and in_force.decision is not ConsentDecision.GIVEN


def goes_with(line: Consent, withdrawn: Consent, today: date) -> bool:
    """Whether a yes to one organisation goes when the yes to all of its kind is withdrawn."""
    is_named = line.recipient is RecipientKind.ORGANISATION and state_of(line, today) is ConsentState.IN_FORCE
    return is_named and line.purpose is withdrawn.purpose and kind_of(line) is withdrawn.recipient


def kind_of(consent: Consent) -> RecipientKind:
    """The kind of recipient; of a named organisation, the one that it belongs to."""
    if consent.organisation is None:
        return consent.recipient
    return RecipientKind.NATIONAL_AUTHORITY if consent.organisation.is_authority else RecipientKind.SERVICE_PARTNERS


def tells_other_than_usual(categories: Collection[str]) -> bool:
    """Whether those that give services would hear something else than the usual words about sharing name."""
    return frozenset(categories) != USUAL_CATEGORIES[ConsentPurpose.REFERRAL_SHARING]


def in_order(categories: Collection[str]) -> list[DataCategory]:
    return [category for category in DataCategory if category in categories]


def _deciding(consents: Iterable[Consent], use: Use) -> Consent | None:
    about = [consent for consent in consents if consent.purpose is use.purpose]
    of_one = [one for one in about if one.organisation_id is not None and one.organisation_id == use.organisation_id]
    of_kind = [one for one in about if one.recipient is use.recipient and one.organisation_id is None]
    return max(of_one or of_kind, key=lambda consent: (consent.decided_at, consent.id), default=None)
