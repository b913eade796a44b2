"""Who carries a case."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.cases import policies, queries
from app.cases.models import Case, CaseAssignment
from app.cases.policies import CaseAction
from app.cases.services.file import record_on_case
from app.cases.services.opening import check_may_carry
from app.cases.services.status import check_is_current
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import WrongState


def assign_case(
    actor: Actor, case: Case, *, caseworker_id: UUID | None, reason: str | None = None, based_on: int | None = None
) -> Case:
    """Give a case to a colleague of its office, or to nobody; the earlier assignment ends now and stays in the history.

    Args:
        based_on: the version of the case that the page showed, where it showed one.

    Raises:
        NotAllowed: the actor's role does not reassign.
        WrongState: the case is closed.
        StaleVersion: the case was changed since the page was shown.
        RefusedInput: the colleague cannot see this case by a role of their own.
    """
    case = queries.get_case(actor, case.id, for_update=True)
    if based_on is not None:
        check_is_current(case, based_on=based_on, written=reason or "")
    policies.check_can_act(actor, CaseAction.ASSIGN, case)
    check_may_carry(actor, caseworker_id, queries.place_of(case))
    if case.caseworker_id != caseworker_id:
        write_assignment(actor, case, caseworker_id, reason)
        record_on_case(actor, "case:assigned", case, fields=["caseworker", "reason"])
    return case


def take_case(actor: Actor, case_id: UUID) -> Case:
    """Take a case that nobody carries. Taking one's own case again changes nothing.

    Raises:
        NotFound: no such case in the actor's scope.
        WrongState: a colleague carries it, or it is closed.
        RefusedInput: the actor sees it only while they cover a colleague.
    """
    case = queries.get_case(actor, case_id, for_update=True)
    policies.check_can_act(actor, CaseAction.TAKE, case)
    if case.caseworker_id == actor.id:
        return case
    if case.caseworker is not None:
        raise WrongState(_l("%(name)s has taken this case already.", name=case.caseworker.name))
    check_may_carry(actor, actor.id, queries.place_of(case))
    write_assignment(actor, case, actor.id, None)
    record_on_case(actor, "case:assigned", case, fields=["caseworker", "reason"])
    return case


def write_assignment(actor: Actor, case: Case, caseworker_id: UUID | None, reason: str | None) -> None:
    """End the assignment in force and write the one that follows, for the team that the case has now."""
    at = now()
    in_force = sa.and_(CaseAssignment.case_id == case.id, CaseAssignment.ended_at.is_(None))
    db.session.execute(sa.update(CaseAssignment).where(in_force).values(ended_at=at))
    db.session.add(
        CaseAssignment(
            case_id=case.id,
            caseworker_id=caseworker_id,
            team_id=case.team_id,
            assigned_by=actor.id,
            assigned_at=at,
            reason=reason,
        )
    )
    case.caseworker_id = caseworker_id
    case.version += 1
    db.session.flush()
    db.session.expire(case, ["caseworker"])
