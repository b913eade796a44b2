"""The trail as a table: who, what, on which record; ids and names of fields, never values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.audit.labels import ACTION_LABELS, FIELD_LABELS, SUBJECT_LABELS
from app.foundation.actor import ActorKind
from app.web.filters import instant
from app.web.page_parts import Column, Link, Table
from app.web.time_zones import when_words

if TYPE_CHECKING:
    from app.audit.models import AuditEvent

AT_THE_DOOR = frozenset({"accounts.doors", "accounts.sign_in"})


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
            Column(when_words(time_zone)),
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
        field_words(event) or None,
        event.count,
    ]


def who_did(event: AuditEvent, names: Mapping[UUID, str]) -> str:
    if event.actor_kind is ActorKind.SYSTEM:
        return _system_words(event.system_name or "")
    if event.actor_kind is ActorKind.PARTNER_LINK:
        return str(_("A partner, by link"))
    return names.get(event.actor_id, str(event.actor_id)) if event.actor_id else str(_("unknown"))


def _system_words(name: str) -> str:
    """Who acted where nobody was signed in; the names of jobs and doors say nothing to a reader."""
    if name in AT_THE_DOOR:
        return str(_("Somebody who was not signed in"))
    by_command = name == "accounts.init" or name.startswith("ops.")
    return str(_("A command on the server") if by_command else _("Quipu, by itself"))


def action_words(action: str) -> str:
    """The words of an action; its code where nobody has given it words."""
    return str(ACTION_LABELS.get(action, action))


def field_words(event: AuditEvent) -> str:
    """The parts of the record that an event is about."""
    return ", ".join(str(FIELD_LABELS.get(name, name)) for name in event.fields)


def action_choices() -> list[tuple[str, str]]:
    """Every known action with its words, by its words."""
    return sorted(((action, str(words)) for action, words in ACTION_LABELS.items()), key=lambda choice: choice[1].casefold())


def _subject(event: AuditEvent, hidden: Collection[UUID]) -> object:
    words = str(SUBJECT_LABELS.get(event.subject_type or "", event.subject_type or ""))
    if event.subject_id is None or event.subject_id in hidden:
        return words or None
    return Link(f"{words} {event.subject_id}", url_for("accounts.list_audit", subject=event.subject_id))
