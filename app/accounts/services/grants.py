"""Giving, renewing and ending roles. A role given or ended closes the person's sessions: the next begins with what holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts import policies, queries
from app.accounts.enums import EndOfSession
from app.accounts.models import Grant, User
from app.accounts.permissions import Permission, Role
from app.accounts.scopes import Scope
from app.accounts.services.managed_accounts import ADMINISTRATORS, check_administrator_is_left
from app.accounts.services.sessions import end_sessions_of
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotAllowed, RefusedInput, WrongState
from app.foundation.ids import new_id
from app.foundation.turns import wait_for_turn


def give_grant(actor: Actor, user_id: UUID, *, role: Role, scope: Scope, valid_until: date | None = None) -> Grant:
    """Give somebody a role from today on.

    Args:
        valid_until: last day on which it holds, at most a year ahead; None for a year.

    Raises:
        NotFound: the account lies outside the actor's reach.
        NotAllowed: it is the actor's own, or the role would reach further than the actor administers.
        RefusedInput: the role cannot have this scope, contradicts another one of the person, is held there already, or
            would end before today or after a year.
    """
    user = queries.get_account(actor, user_id, for_update=True)
    reach = queries.reach_of(actor, Permission.MANAGE_ACCOUNTS)
    policies.check_can_give_grant(actor, user.id, role=role, scope=scope, reach=reach)
    if scope.team_id:
        queries.get_team(actor, scope.team_id)
    today = now().date()
    last_day = valid_until or policies.last_day_of_term(today)
    policies.check_term(today, last_day)
    held = queries.list_grants([user.id])
    if any(grant.role == role and grant.covers_user_id is None and Scope.of(grant) == scope for grant in held):
        raise RefusedInput(_l("The person has this role there already."), field="scope")
    policies.check_goes_with(role, held, first=today, last=last_day)
    grant = new_grant(user.id, role, scope, granted_by=actor.id, valid_until=last_day)
    end_sessions_of(user.id, EndOfSession.ROLE_CHANGED)
    record(actor, "grant:given", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["role", "scope"])
    return grant


def new_grant(user_id: UUID, role: Role, scope: Scope, *, granted_by: UUID | None, valid_until: date | None = None) -> Grant:
    """Write a grant that begins today, without asking anything."""
    today = now().date()
    grant = Grant(
        id=new_id(),
        user_id=user_id,
        role=role,
        office_id=scope.office_id,
        country=scope.country,
        team_id=scope.team_id,
        valid_from=today,
        valid_until=valid_until or policies.last_day_of_term(today),
        reviewed_on=today,
        granted_by=granted_by,
    )
    db.session.add(grant)
    return grant


def renew_grant(actor: Actor, user_id: UUID, grant_id: UUID) -> Grant:
    """Find a role needed for another year, counted from today.

    Raises:
        NotFound: the account lies outside the actor's reach, or has no such role.
        NotAllowed: it is the actor's own, or reaches further than the actor administers.
        WrongState: it has ended, covers an absent colleague, or contradicts a role that begins later.
    """
    user = queries.get_account(actor, user_id, for_update=True)
    grant = queries.get_grant(user.id, grant_id)
    policies.check_can_end_grant(actor, grant, reach=queries.reach_of(actor, Permission.MANAGE_ACCOUNTS))
    today = now().date()
    if grant.ended_at is not None or grant.valid_until < today:
        raise WrongState(_l("This role has ended. Give it again on the page of the account."))
    if grant.covers_user_id is not None:
        raise WrongState(_l("A cover is not renewed. Whoever shares out the cases can begin a new one when it ends."))
    last_day = policies.last_day_of_term(today)
    try:
        policies.check_goes_with(grant.role, queries.list_grants([user.id]), first=grant.valid_from, last=last_day)
    except RefusedInput as refusal:
        raise WrongState(refusal.sentence) from None
    grant.valid_until, grant.reviewed_on = last_day, today
    grant.end_asked_by = grant.end_asked_at = None
    record(actor, "grant:renewed", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["valid_until"])
    return grant


def end_grant(actor: Actor, user_id: UUID, grant_id: UUID) -> Grant:
    """End a role at once, and with somebody's last casework role whatever they cover.

    Raises:
        NotFound: the actor does not look after this grant, or the account has no such role.
        NotAllowed: it is the actor's own, reaches further than the actor's, or is the last administrator's.
    """
    wait_for_turn(ADMINISTRATORS)
    user, grant = queries.get_access_to_end(actor, user_id, grant_id)
    policies.check_can_end_grant(actor, grant, reach=queries.reach_of(actor, Permission.END_ACCESS))
    if grant.ended_at is not None:
        return grant
    check_administrator_is_left(user.id, [grant])
    end_now(actor, user, [grant])
    db.session.flush()
    if not queries.carries_files(user.id):
        end_now(actor, user, [held for held in queries.list_grants([user.id]) if held.covers_user_id is not None])
    return grant


def end_now(actor: Actor, user: User, grants: Iterable[Grant]) -> None:
    """Write that these grants of one user end at this instant, without asking anything."""
    for grant in grants:
        grant.ended_at = now()
        grant.ended_by = actor.id
        yesterday = max(grant.valid_from, grant.ended_at.date() - timedelta(days=1))
        grant.valid_until = min(grant.valid_until, yesterday)
        word = "grant:ended" if grant.covers_user_id is None else "cover:ended"
        if grant.covers_user_id is None:
            end_sessions_of(user.id, EndOfSession.ROLE_CHANGED)
        record(actor, word, subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["ended_at"])


def ask_to_end_grant(actor: Actor, grant_id: UUID) -> Grant:
    """Ask those who end access to end this one: a supervisor's proposal.

    Raises:
        NotFound: no such access in the actor's offices.
        NotAllowed: it is the actor's own.
        WrongState: it has ended.
    """
    grant = queries.get_reviewed_grant(actor, grant_id, for_update=True)
    if grant.user_id == actor.id:
        raise NotAllowed(_l("This access is yours. Tell your administrator if you no longer need it."))
    if grant.ended_at is not None:
        raise WrongState(_l("This access has ended already."))
    if grant.end_asked_at is None:
        grant.end_asked_by, grant.end_asked_at = actor.id, now()
        user = grant.user
        record(actor, "grant:end_asked", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["role"])
    return grant
