"""What is said of backups before it is too late: at init, at each start without one, by the doctor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

NOTE = "last-backup.json"
"""In the state folder: when the last backup was made, and where it went."""
OLDEST = timedelta(days=2)
"""Backups are daily; one missed night is noticed on the second day."""

LOST_KEYS = (
    "The keys of this instance stand only in its state folder and in its backups. When both are lost, or when nobody has the "
    "identity of the backups any more, the sealed fields, notes and attachments are lost for good: nobody can open them."
)
HOW = "Run ./quipu backup --new-identity once, then ./quipu backup --to FOLDER each day."


@dataclass(frozen=True)
class LastBackup:
    """What the note says; ``taken_at`` is the instant that the backup holds."""

    taken_at: datetime
    file: str

    @property
    def age(self) -> timedelta:
        return datetime.now(UTC) - self.taken_at


def last_backup(state: Path) -> LastBackup | None:
    """The last backup of this instance; None before the first one, and after a restore."""
    try:
        note = json.loads((state / NOTE).read_text())
    except FileNotFoundError:
        return None
    return LastBackup(datetime.fromisoformat(note["taken_at"]), note["file"])


def warning(state: Path) -> str:
    """What is wrong with this instance's backups, in a sentence; empty when nothing is."""
    last = last_backup(state)
    if last is None:
        return "there is no backup yet"
    if last.age > OLDEST:
        return f"the last backup is of {last.taken_at:%Y-%m-%d %H:%M} UTC"
    return ""
