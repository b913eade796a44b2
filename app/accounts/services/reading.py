"""Lists that leave a trace: whoever reads them writes one audit row with its count."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from app.accounts import queries
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.audit import queries as audit_queries
from app.audit.models import AuditEvent
from app.audit.queries import AuditFilter
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.pagination import Page

NOBODY = UUID(int=0)
"""The id of no record."""


def list_accounts_for(actor: Actor, *, office_id: UUID | None, is_active: bool | None, page: int | None) -> Page[User]:
    """A page of the accounts that the actor administers."""
    accounts = queries.list_accounts(actor, office_id=office_id, is_active=is_active, page=page)
    record(actor, "user:listed", subject_type="user", count=len(accounts.rows))
    return accounts


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
