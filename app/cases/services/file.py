"""Opening a case's file, and listing cases: both are written down."""

from __future__ import annotations

from uuid import UUID

from app.accounts.enums import RestrictedKind
from app.accounts.services import EMERGENCY, note_opening
from app.audit import services as audit
from app.cases import policies, queries
from app.cases.models import Case
from app.foundation.actor import Actor


def open_file(actor: Actor, case_id: UUID, *, section: str = "summary") -> Case:
    """Give a case to be read on the screen, and record who read which section of it.

    Raises:
        NotFound: no such case that the actor may read.
    """
    case = queries.read_case(actor, case_id)
    if policies.is_glass_broken(actor, case):
        note_opening(actor, case.person_id, RestrictedKind.CASE, case.id)
        record_on_case(actor, "case:opened", case, fields=[section, EMERGENCY])
    else:
        record_on_case(actor, "case:opened", case, fields=[section])
    return case


def record_listing(actor: Actor, count: int) -> None:
    """Record that a list of so many cases was shown."""
    audit.record(actor, "case:listed", subject_type="case", office_id=actor.office_id, count=count)


def record_on_case(actor: Actor, action: str, case: Case, *, fields: list[str]) -> None:
    """Write an audit row whose subject is the case, so that its access log holds all that was done in it."""
    audit.record(actor, action, subject_type="case", subject_id=case.id, office_id=case.audit_office_id, fields=fields)
