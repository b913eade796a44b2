"""What the database of a measured instance has computed so far."""

from __future__ import annotations

import os
from pathlib import Path


def cpu_seconds_of(state: Path) -> float:
    """CPU of the embedded PostgreSQL since its start, of all its processes, those that ended too."""
    server = int((state / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
    ticks = 0
    for folder in Path("/proc").iterdir():
        numbers = _numbers_of(folder) if folder.name.isdigit() else []
        if not numbers:
            continue
        parent, own, of_ended = int(numbers[1]), numbers[11:13], numbers[13:15]
        if int(folder.name) == server:
            ticks += sum(map(int, (*own, *of_ended)))
        elif parent == server:
            ticks += sum(map(int, own))
    return ticks / os.sysconf("SC_CLK_TCK")


def _numbers_of(folder: Path) -> list[str]:
    """The fields of ``/proc/PID/stat`` after the name, which may hold blanks; none of a process that is gone."""
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
