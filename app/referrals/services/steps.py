"""One step of a referral's life: the rule, the new status, its row of history, its row of audit; the only way to a status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.audit import services as audit
from app.foundation.actor import Actor, ActorKind
from app.foundation.database import db
from app.referrals.lifecycle import REFERRAL
from app.referrals.models import Referral, ReferralStatusChange
from app.referrals.policies import check_can_take

DONE: Mapping[str, str] = {
    "draft": "referral:drafted",
    "send": "referral:sent",
    "view": "referral:viewed",
    "accept": "referral:accepted",
    "decline": "referral:declined",
    "complete": "referral:completed",
    "expire": "referral:expired",
    "revoke": "referral:revoked",
}
"""Step of the lifecycle -> its word in the audit."""


def take_step(actor: Actor, referral: Referral, step: str, *, words: str | None = None) -> None:
    """Lead a locked referral to its next status and write down whose hand did it.

    Args:
        words: what was said with the step; kept in the history.

    Raises:
        NotAllowed: the step belongs to other hands.
        WrongState: it does not start from the present status.
    """
    check_can_take(actor, step, referral)
    referral.status = REFERRAL.target(step, referral.status)
    write_history(actor, referral, step, words=words)
    record_on_referral(actor, DONE[step], referral, fields=["status", *(["words"] if words else [])])


def write_history(actor: Actor, referral: Referral, step: str, *, words: str | None = None) -> None:
    """The immutable row of a step that has just been taken."""
    change = ReferralStatusChange(
        referral_id=referral.id,
        case_id=referral.case_id,
        step=step,
        status=referral.status,
        actor_kind=actor.kind,
        changed_by=actor.id if actor.kind is ActorKind.STAFF else None,
        words=words,
    )
    db.session.add(change)


def record_on_referral(actor: Actor, action: str, referral: Referral, *, fields: Iterable[str] = ()) -> None:
    """Write an audit row whose subject is the referral."""
    if referral in db.session.new:
        db.session.flush()  # the database says which scope a new referral has
    office_id = referral.audit_office_id
    audit.record(actor, action, subject_type="referral", subject_id=referral.id, office_id=office_id, fields=fields)
