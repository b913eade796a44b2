"""Filling an empty state folder: marked as unfinished until all is done, and emptied again when it fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config import socket_folder
from ops.backup.age_stream import opening
from ops.backup.archive import DATABASE, ArchiveReader, Member
from ops.errors import OperationError
from ops.state import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    UNFINISHED_RESTORE,
    lock,
    make_folders,
    sockets_are_shared,
    write_private_file,
)

LEFT_BY_OTHERS = frozenset({"lost+found", "lock", "log", "run"})
"""What a file system or a refused start leaves in a folder that holds no instance."""
KEY_FILE = 0o400


@contextmanager
def unfinished(state: Path) -> Iterator[None]:
    """Mark the folder for as long as the block fills it; when the block fails, nothing stays.

    Raises:
        OperationError: something is in the folder already, or a Quipu runs on it.
    """
    check_free(state)
    make_folders(state)
    lock(state).close()
    _clear(state)  # an interrupted restore's leavings
    write_private_file(state / UNFINISHED_RESTORE, "")
    try:
        yield
    except BaseException:
        _clear(state)
        raise
    os.sync()
    (state / UNFINISHED_RESTORE).unlink()


def check_free(state: Path) -> None:
    """Refuse a folder that holds anything but an interrupted restore.

    Raises:
        OperationError: it does.
    """
    if not state.exists() or (state / UNFINISHED_RESTORE).exists():
        return
    if not state.is_dir():
        raise OperationError(f"{state} is not a folder. Name another by --into.")
    found = sorted({path.name for path in state.iterdir()} - LEFT_BY_OTHERS)
    if found:
        raise OperationError(
            f"{state} is not empty (it holds {found[0]}), and a restore never overwrites. Move that away, or name another folder."
        )


def land_files(file: Path, identities: Sequence[Any], state: Path) -> None:
    """Write everything but the database into the state folder, readable by nobody else."""
    with opening(file, identities) as stream:
        for member in ArchiveReader(stream).members():
            if not _is_database(member):
                _land(member, state)


def database_pieces(file: Path, identities: Sequence[Any]) -> Iterator[bytes]:
    """The dump of the database, piece by piece."""
    with opening(file, identities) as stream:
        for member in ArchiveReader(stream).members():
            if _is_database(member):
                yield from member.pieces


def _is_database(member: Member) -> bool:
    return member.name.startswith(f"{DATABASE}/")


def _land(member: Member, state: Path) -> None:
    path = state / member.name
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    mode = KEY_FILE if member.name.startswith("keys/") else PRIVATE_FILE
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as target:
        for piece in member.pieces:
            target.write(piece)


def _clear(state: Path) -> None:
    """Remove what a restore has put there; the folder itself may be a mount point and stays."""
    for path in state.iterdir():
        if path.name in LEFT_BY_OTHERS - {"run"} or path.name == UNFINISHED_RESTORE:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    if not sockets_are_shared():
        shutil.rmtree(socket_folder(state), ignore_errors=True)
    make_folders(state)
    (state / UNFINISHED_RESTORE).unlink(missing_ok=True)
