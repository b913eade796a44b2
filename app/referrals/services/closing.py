"""The caseworker's own steps after sending: taking back, noting that it was done, and that the person knows."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from app.foundation.actor import Actor, system_actor
from app.foundation.clock import now
from app.foundation.jobs import enqueue
from app.referrals import jobs, policies, queries
from app.referrals.lifecycle import REFERRAL
from app.referrals.models import Referral
from app.referrals.services.agreement import cover_of
from app.referrals.services.drafting import check_is_current
from app.referrals.services.ending import tell_partner_it_ended
from app.referrals.services.links import close_links
from app.referrals.services.steps import record_on_referral, take_step


def revoke_referral(actor: Actor, referral_id: UUID, *, reason: str, based_on: int) -> Referral:
    """Take a referral back: the partner's link closes at once and shows nothing any more, and a mail tells them.

    Raises:
        NotFound: out of the actor's scope.
        NotAllowed: the actor's role does not refer.
        WrongState: it was declined, completed or revoked already.
        StaleVersion: somebody changed it since version ``based_on``.
    """
    referral = queries.get_referral(actor, referral_id, for_update=True)
    policies.check_can_take(actor, "revoke", referral)
    check_is_current(referral, based_on=based_on)
    take_step(actor, referral, "revoke", words=reason)
    referral.version += 1
    close_links([referral.id])
    tell_partner_it_ended(actor, referral)
    return referral


def act_on_changed_consent(actor: Actor, person_id: UUID) -> None:
    """Close partners' access to what a person no longer lets them know: here at once, elsewhere by a job.

    The person's word reaches beyond the scope of the actor who wrote it down, and the database shows them only their own.

    Args:
        actor: who recorded the decision; the consent's own audit row names them.
    """
    revoke_uncovered(person_id)
    enqueue(jobs.WITHDRAWN_CONSENT, actor=actor, person_id=person_id)


def revoke_uncovered(person_id: UUID) -> Sequence[Referral]:
    """Revoke by the system's hand the open referrals that no consent covers any more, and close the links of all such.

    Of those that the database shows now; a mail tells the partners. Answers that stand keep their state. Gives the revoked
    ones; a second time, none.
    """
    queries.lock_person(person_id)
    uncovered = [one for one in queries.list_shared_of_person(person_id) if not policies.may_share(cover_of(one))]
    close_links([referral.id for referral in uncovered])
    hand = system_actor(jobs.WITHDRAWN_CONSENT)
    revoked = [referral for referral in uncovered if REFERRAL.allows("revoke", referral.status)]
    for referral in revoked:
        take_step(hand, referral, "revoke")
        referral.version += 1
        tell_partner_it_ended(hand, referral)
    return revoked


def complete_referral(actor: Actor, referral_id: UUID, *, based_on: int) -> Referral:
    """Write down that the service was given, as the caseworker knows from the person.

    Raises:
        NotFound: out of the actor's scope.
        NotAllowed: the actor's role does not refer.
        WrongState: the present state does not admit it.
        StaleVersion: somebody changed it since version ``based_on``.
    """
    referral = queries.get_referral(actor, referral_id, for_update=True)
    policies.check_can_take(actor, "complete", referral)
    check_is_current(referral, based_on=based_on)
    take_step(actor, referral, "complete")
    referral.answer_seen_at = now()
    referral.version += 1
    return referral


def note_person_told(actor: Actor, referral_id: UUID) -> Referral:
    """Write down that the person knows of the partner's answer; it leaves the caseworker's day.

    Raises:
        NotFound: out of the actor's scope.
        NotAllowed: the actor's role does not refer.
        WrongState: there is no answer, or it was noted before.
    """
    referral = queries.get_referral(actor, referral_id, for_update=True)
    policies.check_can_note_answer(actor, referral)
    referral.answer_seen_at = now()
    record_on_referral(actor, "referral:answer_told", referral, fields=["answer_seen_at"])
    return referral
