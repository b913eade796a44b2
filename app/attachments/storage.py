"""The folder of sealed contents: ``ab/<random>`` below ``<state>/attachments``, each of mode 0600.

Where pages, jobs and backups are accounts of their own, they share a folder that the operator marked with the set-group-ID
bit (``docs/operations/deploy-debian.md``): what is written into it is its group's too.

A content is complete on the disk before the transaction that names it commits: a death between the two leaves a file
that no row names, which ``app/attachments/services/shredding.py`` sweeps away; never a row without its file.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask import current_app

from config import Settings

NAME = re.compile(r"[0-9a-f]{64}")
UNFINISHED = ".new"
"""Ending of a file that is being written."""
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
SHARED_FOLDER, SHARED_FILE = 0o770, 0o660


def folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    return settings.attachment_folder


def new_name() -> str:
    return secrets.token_hex(32)


def path_of(name: str) -> Path:
    """
    Raises:
        ValueError: no name of ours.
    """
    if not NAME.fullmatch(name):
        raise ValueError("not the name of an attachment's file")
    return folder() / name[:2] / name


def write(name: str, sealed: bytes) -> None:
    """Put sealed bytes under their name, whole or not at all: written aside, brought to the disk, then renamed."""
    path, is_shared = path_of(name), _is_shared()
    for place in (folder(), path.parent):
        place.mkdir(mode=SHARED_FOLDER if is_shared else PRIVATE_FOLDER, parents=True, exist_ok=True)
    aside = path.with_suffix(UNFINISHED)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, SHARED_FILE if is_shared else PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    aside.rename(path)
    for place in (path.parent, folder()):
        _bring_to_disk(place)


def read(name: str) -> bytes:
    """
    Raises:
        FileNotFoundError: it is gone.
    """
    return path_of(name).read_bytes()


def delete(name: str) -> None:
    """Remove a content for good; nothing where it is gone already."""
    path = path_of(name)
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        _bring_to_disk(path.parent)


def names_older_than(age: timedelta) -> Iterator[str]:
    """The contents written longer ago than ``age``; unfinished ones of that age are deleted on the way."""
    before = time.time() - age.total_seconds()
    for path in sorted(folder().glob("[0-9a-f][0-9a-f]/*")):
        if path.stat(follow_symlinks=False).st_mtime >= before:
            continue
        if path.suffix == UNFINISHED:
            path.unlink(missing_ok=True)
        elif NAME.fullmatch(path.name):
            yield path.name


def _is_shared() -> bool:
    return folder().is_dir() and bool(folder().stat().st_mode & stat.S_ISGID)


def _bring_to_disk(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
