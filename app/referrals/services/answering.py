"""The partner's side: opening the link and answering. The link is the actor, and reaches one referral only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.foundation import access
from app.foundation.actor import Actor, ActorKind
from app.foundation.clock import now, today_in
from app.foundation.errors import NotFound, RefusedInput, StaleVersion
from app.referrals import policies, queries
from app.referrals.enums import DeclineReason, ReferralStatus
from app.referrals.lifecycle import REFERRAL
from app.referrals.models import PartnerLink, Referral
from app.referrals.services.links import LinkClosed, link_id_of
from app.referrals.services.steps import record_on_referral, take_step

LATEST_APPOINTMENT = timedelta(days=366)


@dataclass(frozen=True)
class PartnerAnswer:
    """What a partner says.

    Attributes:
        step: ``accept``, ``decline`` or ``complete`` of the lifecycle.
        based_on: version of the referral that the partner's page showed.
        decline_reason: given with ``decline`` only.
        appointment_on: day at the office; may be given with ``accept``.
    """

    step: str
    based_on: int
    words: str | None = None
    decline_reason: DeclineReason | None = None
    appointment_on: date | None = None


def holder_of(token: str) -> Actor:
    """Whoever holds this link, as an actor that reaches its referral and nothing else.

    Raises:
        NotFound: this instance never made the token.
        LinkClosed: the link expired, was closed with the referral, or its work is over.
    """
    link_id = link_id_of(token)
    access.enter(Actor(kind=ActorKind.PARTNER_LINK, id=link_id, name="partner"))
    link = _opening_link(link_id)
    office = link.referral.office
    return Actor(
        kind=ActorKind.PARTNER_LINK,
        id=link.id,
        name=link.referral.provided_service.organisation.name,
        country=office.country,
        time_zone=office.time_zone,
        referral_id=link.referral_id,
    )


def open_by_partner(actor: Actor) -> Referral:
    """Open the partner's page: the first time marks the referral as seen, each time is recorded.

    Raises:
        NotFound, LinkClosed: the link has been closed since the actor came.
    """
    link = _opening_link(actor.id, for_update=True)
    referral = link.referral
    if REFERRAL.allows("view", referral.status):
        take_step(actor, referral, "view")
    link.last_opened_at = now()
    shown = referral.shared_fields if policies.shows_person(referral) else []
    record_on_referral(actor, "referral:opened", referral, fields=shown)
    return referral


def answer_by_partner(actor: Actor, answer: PartnerAnswer) -> Referral:
    """Write the answer of whoever holds the link.

    Raises:
        NotFound, LinkClosed: the link has been closed since the actor came.
        StaleVersion: a colleague answered, or the sender changed something, since the page was shown.
        WrongState: the present state admits no such answer.
        RefusedInput: a reason or words are missing, or the day cannot be.
    """
    referral = _opening_link(actor.id, for_update=True).referral
    if referral.version != answer.based_on:
        raise StaleVersion(_l("Somebody answered while this page was open. Below is how it stands now."))
    _check_answer(referral, answer)
    take_step(actor, referral, answer.step, words=answer.words)
    referral.decline_reason = answer.decline_reason if referral.status == ReferralStatus.DECLINED else None
    referral.appointment_on = answer.appointment_on if referral.status == ReferralStatus.ACCEPTED else None
    referral.partner_words = answer.words
    referral.answer_seen_at = None
    referral.version += 1
    return referral


def _opening_link(link_id: UUID | None, *, for_update: bool = False) -> PartnerLink:
    """The link with its referral, which ``for_update`` locks so that answers queue up; refused unless it still opens."""
    link = queries.find_link(link_id, for_update=for_update) if link_id else None
    if link is None:
        raise NotFound(_l("This address leads nowhere. Ask whoever sent it for a new link."))
    _check_opens(link)
    return link


def _check_answer(referral: Referral, answer: PartnerAnswer) -> None:
    today = today_in(referral.office.time_zone)
    if answer.step == "decline" and answer.decline_reason is None:
        raise RefusedInput(_l("Choose why you cannot: it helps to find another place"), field="decline_reason")
    if answer.decline_reason == DeclineReason.OTHER and not answer.words:
        raise RefusedInput(_l("Write the reason in a few words"), field="words")
    if answer.appointment_on is not None and not today <= answer.appointment_on <= today + LATEST_APPOINTMENT:
        raise RefusedInput(_l("The appointment must lie between today and a year from now"), field="appointment_on")


def _check_opens(link: PartnerLink) -> None:
    if link.referral.status == ReferralStatus.COMPLETED and policies.is_over(link.referral):
        raise LinkClosed(_l("This work is done and closed. Thank you. There is nothing more to answer."))
    if link.revoked_at is not None or policies.is_over(link.referral):
        raise LinkClosed(_l("Whoever sent you this request has taken it back. There is nothing to answer."))
    if link.expires_at <= now():
        raise LinkClosed(_l("This link has expired. Ask whoever sent it for a new one."))
