"""Making one backup: write, sync, read back, and only then give it its name."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from config import ROOT, Settings, root_key_file
from ops.backup.age_stream import opening, sealing
from ops.backup.archive import DATABASE, STATE_FILES, ArchiveReader, ArchiveWriter
from ops.backup.database import Snapshot, reader_of, snapshot_of
from ops.backup.manifest import FORMAT, HEADER, Header, Manifest
from ops.backup.shelf import Shelf
from ops.backup.words import NOTE
from ops.errors import OperationError
from ops.state import read_kind, write_private_file

READ_AT_ONCE = 1024 * 1024


@dataclass(frozen=True)
class Backup:
    """A finished backup. ``sha256`` is that of the encrypted file: note it elsewhere, and nobody can slip in another."""

    path: Path
    taken_at: datetime
    bytes: int
    sha256: str
    manifest: Manifest
    was_opened: bool


def make_backup(settings: Settings, shelf: Shelf, recipients: Sequence[Any], identities: Sequence[Any] = ()) -> Backup:
    """Write an encrypted backup of the running database and the state folder.

    Args:
        settings: of the instance.
        shelf: where the file goes.
        recipients: who can open it.
        identities: open the file again to check it; without them its bytes are read back and compared.

    Raises:
        OperationError: it could not be made; no file stands under its final name.
    """
    with snapshot_of(reader_of(settings)) as snapshot:
        path = shelf.path_at(snapshot.taken_at)
        with shelf.draft_of(path) as draft:
            target = _Written(draft)
            with sealing(target, recipients) as stream:  # type: ignore[arg-type]
                manifest = write_archive(settings, snapshot, stream)
            target.sync()
            sha256 = _compare(draft, target)
            if identities:
                verify(shelf.draft_path(path), identities)
            shelf.publish(path)
    backup = Backup(path, snapshot.taken_at, target.size, sha256, manifest, bool(identities))
    _leave_note(settings.state, backup)
    return backup


def write_archive(settings: Settings, snapshot: Snapshot, stream: IO[bytes]) -> Manifest:
    """The members in their order: what is needed to start a server first, then the database, then what may have grown.

    Raises:
        OperationError: the dump failed, or the keys changed meanwhile.
    """
    state = settings.state
    keys_before = _digest_of_keys(state)
    archive = ArchiveWriter(stream)
    archive.add(HEADER, _header(state, snapshot).to_json())
    for name in STATE_FILES:
        archive.add_file(name, state / name)
    archive.add_folder("keys", state / "keys")
    archive.add_stream(DATABASE, snapshot.dump())
    # After the snapshot: each file that a row of it names is there, or has been erased since.
    archive.add_folder("audit", state / "audit")
    archive.add_folder("attachments", settings.attachment_folder)
    if _digest_of_keys(state) != keys_before:
        raise OperationError("The keys were changed while the backup ran. Make it again.")
    return archive.finish(snapshot.rows)


def verify(path: Path, identities: Sequence[Any]) -> tuple[Header, Manifest]:
    """Decrypt a whole backup and compare it with its manifest; nothing is written.

    Raises:
        OperationError: it does not open, is damaged, or is of a later format.
    """
    with opening(path, identities) as stream:
        reader = ArchiveReader(stream)
        for _ in reader.members():
            pass
    if reader.header is None or reader.manifest is None:
        raise OperationError(f"{path.name} is no backup of Quipu.")
    return reader.header, reader.manifest


def version() -> str:
    """Quipu's own version, from the checkout."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def _header(state: Path, snapshot: Snapshot) -> Header:
    kind = read_kind(state)
    if kind is None:
        raise OperationError(f"{state} holds no instance yet: there is nothing to back up.")
    holds_root_key = root_key_file(state).exists()
    return Header(FORMAT, kind.value, version(), snapshot.postgres, snapshot.revision, snapshot.taken_at, holds_root_key)


def _digest_of_keys(state: Path) -> str:
    digest = hashlib.sha256()
    for path in (state / "secrets.json", *sorted((state / "keys").glob("*"))):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


class _Written:
    """A file that digests what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.digest = hashlib.sha256()
        self.size = 0
        self._file = file

    def write(self, piece: bytes) -> int:
        self.digest.update(piece)
        self.size += len(piece)
        self._file.write(piece)
        return len(piece)

    def flush(self) -> None:
        self._file.flush()

    def sync(self) -> None:
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise OperationError(f"The backup cannot be written: {error.strerror}.") from None


def _compare(file: IO[bytes], written: _Written) -> str:
    """Read the file back from the disk, not from memory, and compare; gives the digest."""
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(READ_AT_ONCE):
        digest.update(piece)
    if digest.digest() != written.digest.digest():
        raise OperationError("The backup reads back as something else than what was written. Mistrust that disk.")
    return digest.hexdigest()


def _leave_note(state: Path, backup: Backup) -> None:
    note = {"taken_at": backup.taken_at.isoformat(), "file": str(backup.path), "bytes": backup.bytes, "sha256": backup.sha256}
    write_private_file(state / NOTE, json.dumps(note, indent=2) + "\n")
