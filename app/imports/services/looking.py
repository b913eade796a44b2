"""Reading an import: its state, and the rows that somebody has to look at."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.pagination import Page
from app.imports import policies, queries
from app.imports.enums import RowOutcome
from app.imports.models import ImportRow, PeopleImport
from app.imports.queries import Matched


def open_import(actor: Actor, import_id: UUID) -> PeopleImport:
    """The import for its page; nothing of the file itself is on it.

    Raises:
        NotFound: no such import in the actor's offices.
    """
    return queries.get_import(actor, import_id)


def look_at(
    actor: Actor, import_id: UUID, outcomes: Collection[RowOutcome], page: int | None, *, undecided: bool | None = None
) -> tuple[PeopleImport, Page[ImportRow], Matched]:
    """One page of rows with what is written in them, and whom they may be; that it was read is written down.

    Raises:
        NotFound: no such import in the actor's offices.
        WrongState: what the file held was thrown away.
    """
    brought = queries.get_import(actor, import_id)
    policies.check_is_kept(brought)
    rows = queries.list_rows(actor, brought, outcomes, page, undecided=undecided)
    matched = queries.matched_people(actor, brought, rows.rows)
    audit.record(
        actor,
        "import:opened",
        subject_type="import",
        subject_id=brought.id,
        office_id=brought.office_id,
        fields=sorted(outcome.value for outcome in outcomes),
        count=len(rows.rows),
    )
    for person in matched.people.values():
        audit.record(
            actor, "person:shown_beside_row", subject_type="person", subject_id=person.id, office_id=person.audit_office_id
        )
    return brought, rows, matched
