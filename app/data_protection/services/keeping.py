"""How long files are kept: setting periods, and holding a file beyond them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from app.audit import services as audit
from app.data_protection import policies, queries
from app.data_protection.enums import HoldReason, RetentionKind
from app.data_protection.models import RetentionHold, RetentionPeriod
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput

NO_SUCH_FILE = _l("No file of your offices has this code. Check it, such as CUC-P-000000")
IS_HELD_ALREADY = _l("The file is held for this reason already. Lift that hold first to change its day")


def set_period(actor: Actor, country: str, kind: RetentionKind, *, years: int) -> None:
    """Set how long a kind of record is kept in a country, instead of the starting value.

    Raises:
        NotFound: no office of that country is the actor's.
        NotAllowed: not all offices of the country are.
    """
    policies.check_can_set_period(actor, queries.offices_in(country))
    said = {"months": years * 12, "set_by": actor.id, "set_at": now()}
    period = postgresql.insert(RetentionPeriod).values(country=country, kind=kind, **said)
    db.session.execute(period.on_conflict_do_update(index_elements=["country", "kind"], set_=said))
    audit.record(
        actor,
        "retention:period_set",
        subject_type="retention_period",
        office_id=actor.office_id,
        fields=[country, kind.value, f"months:{years * 12}"],
    )


def set_hold(actor: Actor, code: str, reason: HoldReason, *, until: date) -> RetentionHold:
    """Keep a person's file with all their cases from being erased until a day, whoever asks for it.

    Raises:
        RefusedInput: no such code at the actor's offices, a day that cannot be, or a hold for this reason stands.
    """
    policies.check_hold_until(until, today=today_in(actor.time_zone))
    found = queries.find_file_by_code(code)
    if found is None or found.office_id not in actor.scopes_for(policies.MANAGING):
        raise RefusedInput(NO_SUCH_FILE, field="code")
    if queries.has_hold(found.person_id, reason):
        raise RefusedInput(IS_HELD_ALREADY, field="reason")
    hold = RetentionHold(
        person_id=found.person_id,
        scope_id=found.scope_id,
        person_code=code.strip().upper(),
        office_id=found.office_id,
        reason=reason,
        held_until=until,
        set_by=actor.id,
    )
    _save(hold)
    if queries.find_file_by_code(code) is None:  # it was erased while this waited for its lock
        raise RefusedInput(NO_SUCH_FILE, field="code")
    _record(actor, "hold:set", hold)
    return hold


def _save(hold: RetentionHold) -> None:
    """The database keeps two holds for one reason apart, also when they come at once."""
    try:
        with db.session.begin_nested():
            db.session.add(hold)
    except IntegrityError:
        raise RefusedInput(IS_HELD_ALREADY, field="reason") from None


def lift_hold(actor: Actor, hold_id: UUID) -> None:
    """End a hold before its day; the schedule goes on from the next night.

    Raises:
        NotFound: there is none at the actor's offices.
        WrongState: it was lifted before.
    """
    hold = queries.get_hold(actor, hold_id)
    policies.check_can_lift(hold)
    hold.lifted_at, hold.lifted_by = now(), actor.id
    _record(actor, "hold:lifted", hold)


def _record(actor: Actor, action: str, hold: RetentionHold) -> None:
    is_restricted = hold.scope_id == hold.person_id
    audit.record(
        actor,
        action,
        subject_type="person",
        subject_id=hold.person_id,
        office_id=hold.person_id if is_restricted else hold.office_id,
        fields=[hold.reason.value],
    )
