"""Letting one colleague cover another for some days: access of their own, which ends by itself.

The absent colleague's cases stay theirs. Restricted files are not covered: each of them names who needs to know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts import policies, queries
from app.accounts.models import Grant, User
from app.accounts.permissions import Role
from app.accounts.queries import Cover
from app.accounts.scopes import Scope
from app.accounts.services.grants import end_now
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.foundation.ids import new_id


@dataclass(frozen=True)
class NewCover:
    """Who covers whom, from the first day to the last, both included."""

    covered_id: UUID
    user_id: UUID
    first_day: date
    last_day: date


def begin_cover(actor: Actor, new: NewCover) -> Cover:
    """Let one colleague see and work on what an absent one carries, wherever the actor shares out cases.

    Raises:
        RefusedInput: one of them carries no cases there, they are the same person or the actor, the days cannot be, or
            the cover stands already.
    """
    policies.check_can_cover(actor, new.covered_id, new.user_id)
    policies.check_days_of_cover(new.first_day, new.last_day, today=min(today_in(actor.time_zone), now().date()))
    colleagues = {user.id: user for user in queries.list_coverable(actor)}
    covered, user = _colleague(colleagues, new.covered_id, "covered_id"), _colleague(colleagues, new.user_id, "user_id")
    db.session.refresh(user, with_for_update={"of": User})
    held = queries.list_grants([user.id])
    policies.check_is_not_covered(covered.id, held, first=new.first_day, last=new.last_day)
    policies.check_goes_with(Role.CASEWORKER, held, first=new.first_day, last=new.last_day)
    grants = [_grant(actor, new, scope) for scope in queries.scopes_to_cover(actor, covered.id)]
    db.session.add_all(grants)
    fields = ["covers", "valid_from", "valid_until"]
    record(actor, "cover:begun", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=fields)
    db.session.flush()
    return Cover(grants)


def end_cover(actor: Actor, grant_id: UUID) -> Cover:
    """End a cover at once, before its last day.

    Args:
        grant_id: one of its grants.

    Raises:
        NotFound: there is no such cover where the actor shares out cases.
    """
    cover = queries.get_cover(actor, grant_id)
    end_now(actor, cover.user, [grant for grant in cover.grants if grant.ended_at is None])
    return cover


def _colleague(colleagues: dict[UUID, User], user_id: UUID, field: str) -> User:
    if user_id not in colleagues:
        raise RefusedInput(_l("This colleague carries no cases where you share them out. Choose another."), field=field)
    return colleagues[user_id]


def _grant(actor: Actor, new: NewCover, scope: Scope) -> Grant:
    return Grant(
        id=new_id(),
        user_id=new.user_id,
        role=Role.CASEWORKER,
        office_id=scope.office_id,
        team_id=scope.team_id,
        valid_from=new.first_day,
        valid_until=new.last_day,
        reviewed_on=now().date(),
        granted_by=actor.id,
        covers_user_id=new.covered_id,
    )
