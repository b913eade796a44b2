"""Writing a changed entry of the directory over the version that the page showed, never over somebody else's change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.audit.services import record
from app.directory.labels import FIELD_LABELS, LANGUAGE_LABELS, day_name
from app.directory.models import FocalPoint, Organisation, ProvidedService
from app.foundation.actor import Actor
from app.foundation.errors import StaleVersion
from app.web.filters import sentence

DirectoryEntry = Organisation | ProvidedService | FocalPoint
CHANGED_MEANWHILE = _l(
    "Somebody else changed this entry while you were editing. Compare both, open it again and write your change there."
)
CODED = frozenset({"service_id"})
"""Fields whose value is no word to show."""


def write(entry: DirectoryEntry, fields: Mapping[str, Any], *, based_on: int) -> list[str]:
    """Set the fields of an entry and count its version up; gives the names of those that changed.

    Raises:
        StaleVersion: it was changed since version ``based_on``; with each field that differs.
    """
    changed = [name for name, value in fields.items() if getattr(entry, name) != value]
    if entry.version != based_on:
        raise StaleVersion(
            CHANGED_MEANWHILE,
            {_label(name): (_in_words(getattr(entry, name)), _in_words(fields[name])) for name in changed if name not in CODED},
        )
    for name in changed:
        setattr(entry, name, fields[name])
    entry.version += bool(changed)
    return changed


def record_change(actor: Actor, entry: DirectoryEntry, changed: list[str]) -> None:
    """Write the audit row of a change, with the names of the fields; nothing when nothing changed."""
    if changed:
        record(actor, f"{entry.__tablename__}:changed", subject_type=entry.__tablename__, subject_id=entry.id, fields=changed)


def record_new(actor: Actor, entry: DirectoryEntry, fields: Mapping[str, Any]) -> None:
    given = [name for name, value in fields.items() if value not in (None, False, [])]
    record(actor, f"{entry.__tablename__}:added", subject_type=entry.__tablename__, subject_id=entry.id, fields=given)


def _label(name: str) -> str:
    return str(FIELD_LABELS.get({"closed_on": "is_closed", "ended_on": "is_ended"}.get(name, name), name))


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if value in (None, "", []):
        return str(_("empty"))
    if isinstance(value, list):
        return sentence([day_name(one) for one in value])
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(LANGUAGE_LABELS.get(value, value))
