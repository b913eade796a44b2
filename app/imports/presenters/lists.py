"""The list of imports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.imports.enums import ImportStatus
from app.imports.labels import STATUS_LABELS
from app.web.filters import instant
from app.web.page_parts import Column, Link, Table, Tag, Tone

if TYPE_CHECKING:
    from app.imports.models import PeopleImport

TONES: dict[ImportStatus, Tone] = {
    ImportStatus.UPLOADED: "waiting",
    ImportStatus.READING: "waiting",
    ImportStatus.CHECKING: "waiting",
    ImportStatus.TO_REVIEW: "due",
    ImportStatus.IMPORTING: "waiting",
    ImportStatus.FINISHED: "good",
    ImportStatus.FAILED: "late",
    ImportStatus.DISCARDED: "neutral",
    ImportStatus.EXPIRED: "neutral",
}


def status_tag(brought: PeopleImport) -> Tag:
    return Tag(str(STATUS_LABELS[brought.status]), TONES[brought.status])


def imports_table(imports: Sequence[PeopleImport], time_zone: str) -> Table | None:
    if not imports:
        return None
    columns = [
        Column(_("Import")),
        Column(_("Office")),
        Column(_("Brought")),
        Column(_("State")),
        Column(_("Rows"), "number"),
        Column(_("Registered"), "number"),
    ]
    return Table(_("Imports"), columns, [_row(brought, time_zone) for brought in imports], caption_hidden=True)


def _row(brought: PeopleImport, time_zone: str) -> list[object]:
    href = url_for("imports.show_import", import_id=brought.id)
    return [
        Link(brought.code, href),
        brought.office.name,
        f"{instant(brought.uploaded_at, time_zone)}, {brought.uploader.name}",
        status_tag(brought),
        brought.row_count or None,
        brought.registered_count if brought.status == ImportStatus.FINISHED else None,
    ]
