"""Sending a referral: consent, window, link and mail job in one transaction; and sending the mail again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.cases import queries as cases
from app.cases.models import Case
from app.directory import queries as directory
from app.directory.models import FocalPoint
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import RefusedInput, WrongState
from app.foundation.ids import new_id
from app.foundation.jobs import enqueue
from app.people.models import Consent
from app.referrals import jobs, policies, queries
from app.referrals.enums import MailKind, MailState
from app.referrals.models import PartnerLink, Referral, ReferralMail
from app.referrals.services.agreement import cover_of, find_cover
from app.referrals.services.drafting import ReferralContent, check_is_current, draft_referral, find_provider
from app.referrals.services.links import make_link
from app.referrals.services.steps import record_on_referral, take_step

SETTLES_WITHIN = timedelta(minutes=3)
"""A mail under way longer than this was cut off: nobody knows whether it arrived."""


def draft_and_send(actor: Actor, case_id: UUID, content: ReferralContent) -> Referral:
    """Write a referral and send it.

    Raises:
        NotFound, NotAllowed, WrongState, RefusedInput: as when drafting and sending.
    """
    draft = draft_referral(actor, case_id, content)
    return send_referral(actor, draft.id, based_on=draft.version)


def send_referral(actor: Actor, referral_id: UUID, *, based_on: int) -> Referral:
    """Send a draft to the partner: the window starts, and a mail with the link will leave after the commit.

    Raises:
        NotFound: out of the actor's scope.
        NotAllowed: the actor's role does not refer.
        WrongState: it was sent already, or the case is closed.
        StaleVersion: somebody changed it since version ``based_on``.
        RefusedInput: the person has not agreed to sharing, nothing is asked for, or the provider cannot be asked.
    """
    case_id = queries.get_referral(actor, referral_id).case_id
    # Locks in one order everywhere (case, person, referral): closing and withdrawing wait, and none waits for the other.
    case = cases.get_case(actor, case_id, for_update=True)
    queries.lock_person(case.person_id)
    referral = queries.get_referral(actor, referral_id, for_update=True)
    policies.check_can_take(actor, "send", referral)
    policies.check_can_refer(actor, case)
    check_is_current(referral, based_on=based_on)
    consent = _prepare(actor, referral, case)
    take_step(actor, referral, "send")
    _ask_for_request(actor, referral, make_link(referral, consent), referral.focal_point)
    return referral


def _prepare(actor: Actor, referral: Referral, case: Case) -> Consent:
    """Fill in what a sent referral has: consent, sender, window. The provider may have closed since the draft."""
    if not (referral.request or "").strip():
        raise RefusedInput(_l("Write what you ask for: the partner reads it first"), field="request")
    provided, focal_point = find_provider(actor, case, referral.provided_service_id)
    _use, cover = find_cover(case, provided.organisation, referral.shared_fields)
    consent = policies.check_may_share(cover)
    referral.consent_id = consent.id
    referral.focal_point_id, referral.focal_point = focal_point.id, focal_point
    referral.sent_at, referral.sent_by = now(), actor.id
    office = case.office
    referral.answer_due_at = policies.answer_due(
        referral.priority, referral.sent_at, country=office.country, time_zone=office.time_zone
    )
    referral.version += 1
    return consent


def resend_mail(actor: Actor, referral_id: UUID) -> ReferralMail:
    """Send the partner another mail, with the link that still opens or else a new one.

    Raises:
        NotFound: out of the actor's scope.
        NotAllowed: the actor's role does not refer.
        WrongState: the referral is not with the partner, or a mail is under way.
        RefusedInput: no link opens any more, and no consent covers another one.
    """
    referral = queries.get_referral(actor, referral_id, for_update=True)
    policies.check_can_resend(actor, referral)
    if any(is_under_way(mail) for mail in queries.list_mails(referral.id)):
        raise WrongState(_l("A mail is just leaving. Wait a few minutes and see what became of it before you send another."))
    focal_point = present_focal_point(referral)
    link = queries.find_live_link(referral.id) or _new_link(referral)
    record_on_referral(actor, "referral:mail_requested", referral)
    return _ask_for_request(actor, referral, link, focal_point)


def _new_link(referral: Referral) -> PartnerLink:
    """Another link; the referral rests on what covers it now."""
    consent = policies.check_may_share(cover_of(referral))
    referral.consent_id = consent.id
    return make_link(referral, consent)


def is_under_way(mail: ReferralMail) -> bool:
    """Whether a mail is about to leave or leaving, so that its fate will be known soon."""
    since = mail.attempted_at if mail.state == MailState.ATTEMPTED else mail.asked_at
    return mail.state in {MailState.WAITING, MailState.ATTEMPTED} and since is not None and since > now() - SETTLES_WITHIN


def present_focal_point(referral: Referral) -> FocalPoint:
    """The focal point it was sent to, or who answers there now when that one has left."""
    if not referral.focal_point.is_ended:
        return referral.focal_point
    return directory.focal_point_of(referral.provided_service.organisation_id) or referral.focal_point


def _ask_for_request(actor: Actor, referral: Referral, link: PartnerLink, focal_point: FocalPoint) -> ReferralMail:
    return ask_for_mail(actor, referral, link_id=link.id, to=focal_point, kind=MailKind.REQUEST)


def ask_for_mail(actor: Actor, referral: Referral, *, link_id: UUID, to: FocalPoint, kind: MailKind) -> ReferralMail:
    """Write down a mail about a referral; it leaves after the commit."""
    mail = ReferralMail(
        id=new_id(),
        referral_id=referral.id,
        partner_link_id=link_id,
        kind=kind,
        recipient=to.email,
        state=MailState.WAITING,
        asked_at=now(),
    )
    db.session.add(mail)
    db.session.flush()
    enqueue(jobs.SEND_MAIL, actor=actor, mail_id=mail.id)
    return mail
