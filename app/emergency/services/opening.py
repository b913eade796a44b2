"""Breaking the glass, and closing the access early."""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from app.accounts.models import BreakGlass
from app.audit import services as audit
from app.emergency import jobs, policies, queries
from app.emergency.queries import Beyond
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import NotFound, RefusedInput
from app.foundation.ids import new_id
from app.foundation.jobs import enqueue
from app.foundation.turns import wait_for_turn
from app.foundation.working_days import working_day_after
from config import Settings


def leads_somewhere(actor: Actor, code: str) -> bool:
    """Whether the code leads to a file that may be opened in an emergency."""
    return queries.find_beyond(actor, code) is not None


def record_refused_try(actor: Actor) -> None:
    """Write down that a code led nowhere; never the code, which may be anything that was typed."""
    audit.record(actor, "break_glass:refused", office_id=actor.office_id)


def break_glass(actor: Actor, code: str, reason: str) -> BreakGlass:
    """Open a person's file beyond the actor's offices for an hour, to be read only, and tell its owners.

    An access to the same person that is still open is given again, and no second one made.

    Raises:
        NotAllowed: the actor's role does not include it.
        RefusedInput: the code leads to nothing that may be opened, the reason is too short, or the limit is reached.
    """
    policies.check_reason(reason)
    wait_for_turn(f"break the glass {actor.id}")
    found = queries.find_beyond(actor, code)
    if found is None:
        raise RefusedInput(policies.NO_SUCH_FILE, field="code")
    present = queries.lock_open_uses(actor, found.person_id)
    if present:
        return present[0]
    settings: Settings = current_app.extensions["settings"]
    policies.check_can_break_glass(actor, used=queries.count_recent_uses(actor), most=settings.emergency_uses_a_day)
    use = _write(actor, found, reason)
    _record(actor, "break_glass:opened", use, fields=["reason"])
    enqueue(jobs.TELL_OWNERS, actor=actor, use_id=use.id)
    return use


def _write(actor: Actor, found: Beyond, reason: str) -> BreakGlass:
    opened_at, office = now(), found.office
    use = BreakGlass(
        id=new_id(),
        user_id=actor.id,
        person_id=found.person_id,
        scope_id=office.id,
        office_id=office.id,
        reason=reason,
        opened_at=opened_at,
        expires_at=opened_at + policies.LASTS,
        review_due_on=working_day_after(today_in(office.time_zone), policies.DAYS_TO_REVIEW, office.country),
    )
    db.session.add(use)
    db.session.flush()
    return use


def close_access(actor: Actor, use_id: UUID) -> BreakGlass:
    """End an access before its hour is over; one that is over already stays as it is.

    Raises:
        NotFound, NotAllowed: as their sentences say.
    """
    use = queries.get_use(actor, use_id, for_update=True)
    policies.check_can_close(actor, use)
    end_now(actor, use)
    return use


def close_access_to(actor: Actor, person_id: UUID) -> None:
    """End the actor's own access to a person's file.

    Raises:
        NotFound: there is none.
    """
    uses = queries.lock_open_uses(actor, person_id)
    if not uses:
        raise NotFound(policies.NO_SUCH_USE)
    for use in uses:
        end_now(actor, use)


def end_now(actor: Actor, use: BreakGlass) -> None:
    if use.is_in_force(now()):
        use.closed_at, use.closed_by = now(), actor.id
        _record(actor, "break_glass:closed", use, fields=[])


def _record(actor: Actor, action: str, use: BreakGlass, *, fields: list[str]) -> None:
    office_id = use.person_id if use.scope_id == use.person_id else use.office_id
    audit.record(actor, action, subject_type="person", subject_id=use.person_id, office_id=office_id, fields=fields)
