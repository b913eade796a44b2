"""Backups: whether a real instance has one, and how old it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ops.backup.words import HOW, LOST_KEYS, last_backup, warning
from ops.doctor.findings import Finding, problem, well
from ops.state import InstanceKind, read_kind


def examine_backups(state: Path) -> Iterator[Finding]:
    """A demo holds nobody whom a backup would protect."""
    if read_kind(state) is not InstanceKind.REAL:
        return
    if found := warning(state):
        yield problem("backup", found, f"{HOW} {LOST_KEYS}")
    elif last := last_backup(state):
        yield well("backup", f"as of {last.taken_at:%Y-%m-%d %H:%M} UTC in {last.file}")
