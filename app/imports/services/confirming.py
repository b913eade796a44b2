"""Confirming an import: from here on its people are registered."""

from __future__ import annotations

from uuid import UUID

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.jobs import enqueue
from app.foundation.turns import wait_for_turn
from app.imports import jobs, policies, queries
from app.imports.enums import ImportStatus
from app.imports.lifecycle import IMPORT
from app.imports.models import PeopleImport


def confirm_import(actor: Actor, import_id: UUID) -> PeopleImport:
    """Confirm what was reviewed, and ask for the registering.

    Raises:
        NotFound: no such import in the actor's offices.
        NotAllowed: the actor brings in nobody at its office.
        WrongState: it is not reviewed to its end, was confirmed before, or another one is being entered.
    """
    wait_for_turn(f"import:{queries.get_import(actor, import_id).office_id}")
    brought = queries.get_import(actor, import_id, for_update=True)
    policies.check_can_import_at(actor, brought.office_id)
    counts = queries.counts_of(brought)
    is_another_entered = queries.is_another_entered(brought)
    policies.check_can_confirm(brought, undecided=counts.undecided, is_another_entered=is_another_entered)
    brought.status = IMPORT.target("confirm", ImportStatus(brought.status))
    brought.confirmed_by, brought.confirmed_at = actor.id, now()
    audit.record(
        actor,
        "import:confirmed",
        subject_type="import",
        subject_id=brought.id,
        office_id=brought.office_id,
        count=counts.to_register,
    )
    enqueue(jobs.ENTER, actor=actor, import_id=brought.id, helper=0)
    return brought
