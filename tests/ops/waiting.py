"""Waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path


def until(condition: Callable[[], object], *, within: float = 15.0) -> None:
    """Wait for a condition, and fail with its name when the seconds are over."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"not within {within} s: {condition}"
        time.sleep(0.02)


def descendants(pid: int) -> set[int]:
    """The process and all that stem from it, whatever sessions they are in."""
    family = {pid}
    parents = dict(_parents())
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def are_gone(pids: Iterable[int]) -> bool:
    return not any(is_running(pid) for pid in pids)


def is_running(pid: int) -> bool:
    """Whether the process exists and is not a zombie that waits to be collected."""
    try:
        return _stat(pid)[0] not in ("Z", "X")
    except OSError:
        return False


def _parents() -> Iterable[tuple[int, int]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                yield int(entry.name), int(_stat(int(entry.name))[1])


def _stat(pid: int) -> list[str]:
    return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
