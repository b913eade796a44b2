"""The state folder: who may read it, what kind of instance it holds, how much room is left."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from ops.doctor.findings import Finding, problem, well
from ops.state import PRIVATE_FILE, PRIVATE_FOLDER, read_kind

LEAST_FREE = 1024**3
"""Bytes. PostgreSQL stops writing on a full disk."""
PRIVATE_FILES = ("secrets.json", "demo-accounts.json")


def examine_state(state: Path) -> Iterator[Finding]:
    if not state.is_dir():
        yield problem("state", f"{state} does not exist", "Start with ./quipu run (demo) or ./quipu init (real instance).")
        return
    kind = read_kind(state)
    yield well("state", f"{kind or 'no'} instance in {state}")
    yield _permissions(state, PRIVATE_FOLDER)
    for name in PRIVATE_FILES:
        if (state / name).exists():
            yield _permissions(state / name, PRIVATE_FILE)
    yield _free_space(state)


def _permissions(path: Path, wanted: int) -> Finding:
    found = path.stat()
    mode = stat.S_IMODE(found.st_mode)
    if found.st_uid != os.geteuid():
        return problem("permissions", f"{path} belongs to user id {found.st_uid}", f"Run: chown -R {os.geteuid()} {path}")
    if mode & ~wanted:
        return problem("permissions", f"{path} has mode {mode:04o}: others may read it", f"Run: chmod {wanted:04o} {path}")
    return well("permissions", f"{path.name} {mode:04o}")


def _free_space(state: Path) -> Finding:
    free = shutil.disk_usage(state).free
    words = f"{free / 1024**3:.1f} GiB free"
    if free < LEAST_FREE:
        return problem("disk", words, "Make room: below 1 GiB the database may stop taking anything in.")
    return well("disk", words)
