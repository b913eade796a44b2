"""Reading that leaves a trace: one audit row for each account opened, and for each list with its count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.accounts import queries
from app.accounts.models import Grant, NeedToKnow, User
from app.accounts.permissions import Permission
from app.accounts.queries import FilePlace, Shown
from app.audit import queries as audit_queries
from app.audit.models import AuditEvent
from app.audit.queries import AuditFilter
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.pagination import Page

MOST_PRINTED = 2_000
NOBODY = UUID(int=0)
"""The id of no record."""


def list_accounts_for(actor: Actor, *, office_id: UUID | None, is_active: bool | None, page: int | None) -> Page[User]:
    """A page of the accounts that the actor administers."""
    accounts = queries.list_accounts(actor, office_id=office_id, is_active=is_active, page=page)
    record(actor, "user:listed", subject_type="user", count=len(accounts.rows))
    return accounts


def open_account(actor: Actor, user_id: UUID) -> User:
    """An account that the actor administers, opened.

    Raises:
        NotFound: it lies outside the actor's reach.
    """
    user = queries.get_account(actor, user_id)
    record(actor, "user:opened", subject_type="user", subject_id=user.id, office_id=user.office_id)
    return user


@dataclass(frozen=True)
class AccessLog:
    """A page of what was done to one record, with the names of the users who did it, by id."""

    events: Page[AuditEvent]
    names: Mapping[UUID, str]


def read_access_log(actor: Actor, record_kind: str, record_id: UUID, *, office_id: UUID, page: int | None) -> AccessLog:
    """Who opened and changed one record that the actor may see, newest first; that they looked stands in it afterwards."""
    events = audit_queries.list_of_record(record_kind, record_id, page)
    record(
        actor,
        "access_log:read",
        subject_type=record_kind,
        subject_id=record_id,
        office_id=office_id,
        count=len(events.rows),
    )
    return AccessLog(events, queries.names_of_users(event.actor_id for event in events.rows if event.actor_id))


def read_audit(actor: Actor, wanted: AuditFilter, *, page: int | None) -> Page[AuditEvent]:
    """A page of the audit trail of the actor's offices, newest first. Rows of no office need the whole operation.

    Of a record that is restricted by now nothing is found by asking for it.
    """
    reach = queries.reach_of(actor, Permission.VIEW_AUDIT)
    if wanted.subject_id is not None and queries.restricted_among([wanted.subject_id]):
        wanted = replace(wanted, subject_id=NOBODY)
    events = audit_queries.list_events(reach.office_ids, wanted, is_whole=reach.is_whole, page=page)
    record(actor, "audit:read", subject_type="audit", fields=wanted.names_in_use(), count=len(events.rows))
    return events


@dataclass(frozen=True)
class AccessReview:
    """A page of who can see what.

    Attributes:
        names: of those who gave access or asked for its end, by id.
        needs: how many restricted files each user was named for, by user.
    """

    grants: Page[Grant]
    names: Mapping[UUID, str]
    needs: Mapping[UUID, int]


def review_access(actor: Actor, *, office_id: UUID | None, shown: Shown | None, page: int | None) -> AccessReview:
    """A page of the access that holds at the actor's offices."""
    return _reviewed(actor, office_id, queries.search_access(actor, office_id=office_id, shown=shown, page=page))


def review_all_access(actor: Actor, *, office_id: UUID | None, shown: Shown | None) -> AccessReview:
    """The same on one page, to be printed; at most ``MOST_PRINTED`` lines."""
    found = queries.search_access(actor, office_id=office_id, shown=shown, page=None, size=MOST_PRINTED)
    return _reviewed(actor, office_id, found)


def _reviewed(actor: Actor, office_id: UUID | None, grants: Page[Grant]) -> AccessReview:
    others = [other for grant in grants.rows for other in (grant.granted_by, grant.end_asked_by) if other]
    offices = actor.offices_for(Permission.REVIEW_ACCESS)
    record(actor, "access:reviewed", subject_type="user", office_id=office_id or actor.office_id, count=len(grants.rows))
    return AccessReview(
        grants,
        names=queries.names_of_users(others),
        needs=queries.count_needs_to_know({grant.user_id for grant in grants.rows}, offices),
    )


@dataclass(frozen=True)
class WhoSees:
    """Who can see one file and why; ``names`` of those who named them for a restricted one, by id."""

    found: Sequence[tuple[Grant, NeedToKnow | None]]
    names: Mapping[UUID, str]


def read_who_sees(actor: Actor, subject_type: str, subject_id: UUID, place: FilePlace) -> WhoSees:
    """Who can see a file that the actor has found; reading it is written down."""
    found = queries.list_who_see(place)
    record(
        actor,
        "access:listed",
        subject_type=subject_type,
        subject_id=subject_id,
        office_id=place.audit_office_id,
        count=len(found),
    )
    return WhoSees(found, queries.names_of_users(need.given_by for _, need in found if need and need.given_by))
