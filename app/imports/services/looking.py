"""Reading an import: its state, and the rows that somebody has to look at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.pagination import Page
from app.imports import policies, queries
from app.imports.enums import ImportStatus, RowOutcome
from app.imports.models import ImportRow, PeopleImport
from app.imports.queries import Children, Counts, Matched, Progress, Registered


def open_import(actor: Actor, import_id: UUID) -> PeopleImport:
    """The import for its page; nothing of the file itself is on it.

    Raises:
        NotFound: no such import in the actor's offices.
    """
    return queries.get_import(actor, import_id)


@dataclass(frozen=True)
class ImportView:
    """An import with all that its page says of it.

    Attributes:
        children: of those who are to be registered; counted while it waits for its review only.
        corrections: the imports by which its errors came in again.
        registered: some of its people; None until it is finished.
        only_to_ask: whether these are only the children of whom something has to be asked.
    """

    brought: PeopleImport
    counts: Counts
    progress: Progress
    children: Children
    corrections: Sequence[PeopleImport]
    registered: Registered | None
    only_to_ask: bool


def view_import(actor: Actor, import_id: UUID, start: int | None, *, only_to_ask: bool) -> ImportView:
    """Read an import for its page; where it names people, that is written down.

    Args:
        start: the number of the row from which on people are listed.

    Raises:
        NotFound: no such import in the actor's offices.
    """
    brought = queries.get_import(actor, import_id)
    is_reviewed, is_finished = brought.status == ImportStatus.TO_REVIEW, brought.status == ImportStatus.FINISHED
    return ImportView(
        brought=brought,
        counts=queries.counts_of(brought),
        progress=queries.progress_of(import_id),
        children=queries.children_to_register(brought) if is_reviewed else Children(0, ()),
        corrections=queries.list_corrections(actor, brought) if brought.error_count else (),
        registered=list_registered(actor, brought, start, only_to_ask=only_to_ask) if is_finished else None,
        only_to_ask=only_to_ask,
    )


def list_registered(actor: Actor, brought: PeopleImport, start: int | None, *, only_to_ask: bool) -> Registered:
    """Who came of a finished import, some at a time; that they were read is written down with their number.

    Args:
        start: the number of the row from which on.
    """
    found = queries.list_registered(actor, brought, start, only_to_ask=only_to_ask)
    if found.people:
        audit.record(
            actor,
            "import:people_listed",
            subject_type="import",
            subject_id=brought.id,
            office_id=brought.office_id,
            count=len(found.people),
        )
    return found


def look_at(
    actor: Actor, import_id: UUID, outcomes: Collection[RowOutcome], page: int | None, *, undecided: bool | None = None
) -> tuple[PeopleImport, Page[ImportRow], Matched]:
    """One page of rows with what is written in them, and whom they may be; that it was read is written down.

    Raises:
        NotFound: no such import in the actor's offices.
        WrongState: what the file held was thrown away, or stands in files of people by now.
    """
    brought = queries.get_import(actor, import_id)
    policies.check_is_kept(brought)
    policies.check_may_read_rows(brought, outcomes)
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
    if matched.offices:
        audit.record(actor, "person:hinted", office_id=brought.office_id, count=len(matched.offices))
    for person in matched.people.values():
        audit.record(
            actor, "person:shown_beside_row", subject_type="person", subject_id=person.id, office_id=person.audit_office_id
        )
    return brought, rows, matched
