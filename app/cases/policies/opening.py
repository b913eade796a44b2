"""Who may open a case for a person, and whose case it becomes."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed
from app.people.models import Person
from app.people.policies import check_not_erased

NO_OPENING = _l("Your role does not include opening cases. Ask a caseworker of the office.")


def check_opens_cases(actor: Actor) -> None:
    """Turn away whose role opens no cases anywhere, before a person is looked up."""
    if not actor.may(Permission.OPEN_CASE):
        raise NotAllowed(NO_OPENING)


def can_open_case(actor: Actor, person: Person) -> bool:
    if person.erased_at is not None:
        return False
    if actor.may_at(Permission.OPEN_CASE, person.scope_id):
        return True
    return not person.is_restricted and team_to_open_in(actor, person) is not None


def check_can_open_case(actor: Actor, person: Person) -> None:
    check_not_erased(person)
    if not can_open_case(actor, person):
        raise NotAllowed(NO_OPENING)


def team_to_open_in(actor: Actor, person: Person) -> UUID | None:
    """The actor's team at the person's office, where they work with its cases only; None for who works with the whole office."""
    scopes = actor.scopes_for(Permission.OPEN_CASE)
    if person.office_id in scopes:
        return None
    teams = (team_id for team_id in actor.team_ids & scopes if actor.office_of[team_id] == person.office_id)
    return min(teams, default=None)
