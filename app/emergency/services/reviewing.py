"""Looking at emergency accesses afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.accounts.enums import GlassVerdict
from app.accounts.models import BreakGlass
from app.audit import services as audit
from app.emergency import policies, queries
from app.emergency.services.opening import end_now
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.pagination import Page


@dataclass(frozen=True)
class Review:
    """What somebody decided about an access, in words that its reader sees."""

    verdict: GlassVerdict
    words: str


def open_list(actor: Actor, page: int | None) -> Page[BreakGlass]:
    """A page of the accesses that the actor reviews or made; written down with its count."""
    uses = queries.list_uses(actor, page)
    audit.record(actor, "break_glass:listed", subject_type="break_glass", office_id=actor.office_id, count=len(uses.rows))
    return uses


def open_use(actor: Actor, use_id: UUID) -> BreakGlass:
    """One access with its reason; written down.

    Raises:
        NotFound: there is none that the actor may see.
    """
    use = queries.get_use(actor, use_id)
    audit.record(actor, "break_glass:read", subject_type="break_glass", subject_id=use.id, office_id=use.office_id)
    return use


def review(actor: Actor, use_id: UUID, decided: Review) -> BreakGlass:
    """Decide whether an access was justified; one that was not ends at once.

    Raises:
        NotFound, NotAllowed, WrongState: as their sentences say.
    """
    use = queries.get_use(actor, use_id, for_update=True)
    policies.check_can_review(actor, use)
    use.verdict, use.verdict_words = decided.verdict, decided.words
    use.reviewed_by, use.reviewed_at = actor.id, now()
    if decided.verdict is GlassVerdict.NOT_JUSTIFIED:
        end_now(actor, use)
    db.session.flush()
    db.session.expire(use, ["reviewer"])
    audit.record(
        actor,
        "break_glass:reviewed",
        subject_type="break_glass",
        subject_id=use.id,
        office_id=use.office_id,
        fields=["verdict", "verdict_words"],
    )
    return use


def mark_seen(actor: Actor, use_id: UUID) -> None:
    """Take an access off the actor's home page; somebody who was not told of it has nothing to take off.

    Raises:
        NotFound: there is none that the actor may see.
    """
    queries.get_use(actor, use_id)
    notice = queries.find_notice(actor, use_id)
    if notice is not None and notice.seen_at is None:
        notice.seen_at = now()
