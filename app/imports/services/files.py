"""Files that are made of an import: its errors to be corrected, and in the end what became of each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.errors import WrongState
from app.imports import policies, queries, tables
from app.imports.columns import COLUMNS, reason_heading
from app.imports.enums import Decision, ImportStatus, RowOutcome, TableFormat
from app.imports.labels import OUTCOME_LABELS
from app.imports.models import ImportRow, PeopleImport
from app.imports.words import reasons_in_words


@dataclass(frozen=True)
class Download:
    """A file to give out; nobody's name is in its own."""

    name: str
    media_type: str
    content: bytes


def download_errors(actor: Actor, import_id: UUID, table_format: TableFormat) -> Download:
    """The rows with errors as they were written, in the columns of the template, each with what to correct.

    Raises:
        NotFound: no such import in the actor's offices.
        WrongState: what the file held was thrown away.
    """
    brought = queries.get_import(actor, import_id)
    policies.check_is_kept(brought)
    heading = [*(str(column.label) for column in COLUMNS), reason_heading(brought.code)]
    content = tables.write(table_format, heading, _errors(actor, brought))
    _record(actor, "import:errors_downloaded", brought, brought.error_count)
    return Download(f"{brought.code}-{_('to-correct')}.{table_format.value}", tables.MEDIA_TYPES[table_format], content)


def download_result(actor: Actor, import_id: UUID, table_format: TableFormat) -> Download:
    """For each row of the file the code of the person, or why nobody was registered.

    Raises:
        NotFound: no such import in the actor's offices.
        WrongState: it is not finished.
    """
    brought = queries.get_import(actor, import_id)
    if brought.status != ImportStatus.FINISHED:
        raise WrongState(_("This import is not finished yet. Open it again to see how far it is."))
    content = tables.write(table_format, [_("Row"), _("Code"), _("What became of it")], _result(actor, brought))
    _record(actor, "import:result_downloaded", brought, brought.row_count)
    return Download(f"{brought.code}-{_('result')}.{table_format.value}", tables.MEDIA_TYPES[table_format], content)


def _errors(actor: Actor, brought: PeopleImport) -> Iterator[list[str]]:
    for row in queries.rows_of_outcome(actor, brought, {RowOutcome.ERROR}):
        written = row.written or {}
        yield [*(written.get(column.code, "") for column in COLUMNS), "; ".join(reasons_in_words(row.faults))]


def _result(actor: Actor, brought: PeopleImport) -> Iterator[list[str]]:
    """Both lists come in the order of the file."""
    others = queries.rows_of_outcome(actor, brought, set(RowOutcome))
    waiting = next(others, None)
    for number, code in queries.entries_of(actor, brought):
        while waiting is not None and waiting.number <= number:
            yield from _other(waiting)
            waiting = next(others, None)
        yield [str(number), code or "", _("Registered")]
    while waiting is not None:
        yield from _other(waiting)
        waiting = next(others, None)


def _other(row: ImportRow) -> Iterator[list[str]]:
    if row.decision is not Decision.REGISTER:
        reasons = reasons_in_words(row.faults)
        yield [
            str(row.number),
            "",
            f"{OUTCOME_LABELS[row.outcome]}: {'; '.join(reasons)}" if reasons else str(OUTCOME_LABELS[row.outcome]),
        ]


def _record(actor: Actor, action: str, brought: PeopleImport, count: int) -> None:
    audit.record(actor, action, subject_type="import", subject_id=brought.id, office_id=brought.office_id, count=count)
