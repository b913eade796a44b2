"""The trail as a table: who, what, on which record; ids and names of fields, never values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.audit.labels import ACTION_LABELS, SUBJECT_LABELS
from app.foundation.actor import ActorKind
from app.web.filters import instant
from app.web.page_parts import Column, Link, Table

if TYPE_CHECKING:
    from app.audit.models import AuditEvent


def audit_table(
    events: Sequence[AuditEvent], names: Mapping[UUID, str], *, time_zone: str, hidden: Collection[UUID] = ()
) -> Table:
    """A line for each event.

    Args:
        hidden: ids of records that are restricted by now; their lines say only what kind of record it was.
        names: of the users who acted, by id.
        time_zone: of the reader's office.
    """
    return Table(
        caption=_("Audit trail"),
        caption_hidden=True,
        columns=[
            Column(_("When (%(zone)s)", zone=time_zone.replace("_", " "))),
            Column(_("Who")),
            Column(_("What")),
            Column(_("Record")),
            Column(_("Fields")),
            Column(_("Rows"), kind="number"),
        ],
        rows=[_row(event, names, time_zone, hidden) for event in events],
    )


def _row(event: AuditEvent, names: Mapping[UUID, str], time_zone: str, hidden: Collection[UUID]) -> list[object]:
    return [
        instant(event.occurred_at, time_zone),
        who_did(event, names),
        action_words(event.action),
        _subject(event, hidden),
        ", ".join(event.fields) or None,
        event.count,
    ]


def who_did(event: AuditEvent, names: Mapping[UUID, str]) -> str:
    if event.actor_kind is ActorKind.SYSTEM:
        return str(_("System: %(name)s", name=event.system_name or ""))
    if event.actor_kind is ActorKind.PARTNER_LINK:
        return str(_("A partner, by link"))
    return names.get(event.actor_id, str(event.actor_id)) if event.actor_id else str(_("unknown"))


def action_words(action: str) -> str:
    """The words of an action; its code where nobody has given it words."""
    return str(ACTION_LABELS.get(action, action))


def action_choices() -> list[tuple[str, str]]:
    """Every known action with its words, by its words."""
    return sorted(((action, str(words)) for action, words in ACTION_LABELS.items()), key=lambda choice: choice[1].casefold())


def _subject(event: AuditEvent, hidden: Collection[UUID]) -> object:
    words = str(SUBJECT_LABELS.get(event.subject_type or "", event.subject_type or ""))
    if event.subject_id is None or event.subject_id in hidden:
        return words or None
    return Link(f"{words} {event.subject_id}", url_for("accounts.list_audit", subject=event.subject_id))
