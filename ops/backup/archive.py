"""The inside of a backup: a tar stream of small state files, the database in pieces, folders, and a manifest at the end."""

from __future__ import annotations

import hashlib
import io
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from ops.backup.age_stream import DamagedBackupError
from ops.backup.manifest import HEADER, MANIFEST, Header, Manifest, Part

STATE_FILES = ("secrets.json", "instance.json", "demo-accounts.json", "backup-recipients.txt")
STATE_FOLDERS = ("keys", "audit", "attachments")
DATABASE = "database"
PIECE = 4 * 1024 * 1024
"""Bytes of one member of the database: a tar member must tell its length before its content."""
MOST_WORDS = 16 * 1024 * 1024
"""Bytes of a header or manifest that are read into memory, at most."""
COPIED_AT_ONCE = 256 * 1024
_SINGLE = "|".join(re.escape(name) for name in (*STATE_FILES, HEADER, MANIFEST))
_FOLDERS = "|".join((*STATE_FOLDERS, DATABASE))
NAME = re.compile(rf"(?:{_SINGLE})|(?:{_FOLDERS})(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")
"""Every name that a member may bear. Who can make a file for our recipient must not name a path outside of the state folder."""


class Hash(Protocol):
    """What this module needs of a hashlib object."""

    def update(self, data: bytes, /) -> None:
        """Take in some more."""

    def hexdigest(self) -> str:
        """What has been taken in, in 64 digits."""
        raise NotImplementedError


class Tally:
    """Running digests of the parts, for writer and reader alike."""

    def __init__(self) -> None:
        self._digests: dict[str, Hash] = {}
        self._files: dict[str, int] = {}
        self._bytes: dict[str, int] = {}

    def begin(self, name: str, size: int) -> Hash:
        """Count a member; gives the digest that its content goes into."""
        part = name.partition("/")[0]
        digest = self._digests.setdefault(part, hashlib.sha256())
        digest.update(f"{name}\0{size}\0".encode())
        self._files[part] = self._files.get(part, 0) + 1
        self._bytes[part] = self._bytes.get(part, 0) + size
        return digest

    def parts(self) -> dict[str, Part]:
        return {name: Part(self._files[name], self._bytes[name], digest.hexdigest()) for name, digest in self._digests.items()}


class ArchiveWriter:
    """Writes members in order; ``finish`` adds the manifest."""

    def __init__(self, target: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by finish
        self._tally = Tally()

    def add(self, name: str, content: bytes) -> None:
        self._add(name, io.BytesIO(content), len(content))

    def add_file(self, name: str, path: Path) -> None:
        """A file as long as it is now; what is appended meanwhile stays out. One that has gone is left out."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return
        with file:
            self._add(name, file, path.stat().st_size)

    def add_folder(self, name: str, folder: Path) -> None:
        """All regular files below a folder, in the order of their paths."""
        for path in _files_below(folder):
            self.add_file(f"{name}/{path.relative_to(folder).as_posix()}", path)

    def add_stream(self, name: str, pieces: Iterable[bytes]) -> None:
        """A stream of unknown length, as numbered members."""
        for number, piece in enumerate(pieces):
            self.add(f"{name}/{number:08}", piece)

    def finish(self, rows: Mapping[str, int]) -> Manifest:
        manifest = Manifest(rows, self._tally.parts())
        self.add(MANIFEST, manifest.to_json())
        self._tar.close()
        return manifest

    def _add(self, name: str, content: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, _Tee(content, self._tally.begin(name, size), size))
        self._tar.members.clear()  # it would keep one object for each of a million attachments


def _files_below(folder: Path) -> Iterator[Path]:
    """Depth first and sorted, one directory in memory at a time."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _files_below(path)
        elif path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


class _Tee:
    """A source that puts what is read from it into a digest, at most ``size`` bytes."""

    def __init__(self, source: IO[bytes], digest: Hash, size: int) -> None:
        self._source, self._digest, self._left = source, digest, size

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(piece)
        self._digest.update(piece)
        return piece


@dataclass(frozen=True)
class Member:
    """One file of a backup. Its pieces must be read before the next member."""

    name: str
    pieces: Iterator[bytes]


class ArchiveReader:
    """Reads members in order, compares them with the manifest at the end, and keeps header and manifest."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._tally = Tally()
        self.header: Header | None = None
        self.manifest: Manifest | None = None

    def members(self) -> Iterator[Member]:
        """All members between header and manifest.

        Raises:
            DamagedBackupError: something is missing, changed, or has no business in a backup.
            OperationError: the backup is of a later format.
        """
        with tarfile.open(fileobj=self._source, mode="r|") as tar:
            for info in tar:
                tar.members.clear()
                yield from self._member(tar, info)
        if self.header is None or self.manifest is None:
            raise DamagedBackupError("The backup has no end: its manifest is missing. Use another copy.")

    def _member(self, tar: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[Member]:
        content = tar.extractfile(info) if info.isreg() else None
        if content is None or not NAME.fullmatch(info.name) or self.manifest:
            raise DamagedBackupError("The backup holds something that no Quipu has put there. Use another copy.")
        if info.name == MANIFEST:
            self._compare(Manifest.from_json(content.read(MOST_WORDS)))
            return
        digest = self._tally.begin(info.name, info.size)
        if self.header is None:
            text = content.read(MOST_WORDS)
            digest.update(text)
            self.header = Header.from_json(text if info.name == HEADER else b"")
            return
        member = Member(info.name, _pieces(content, digest))
        yield member
        for _ in member.pieces:
            pass  # what nobody wanted is digested all the same

    def _compare(self, manifest: Manifest) -> None:
        if manifest.parts != self._tally.parts():
            raise DamagedBackupError("The backup is not what its manifest says. Use another copy.")
        self.manifest = manifest


def _pieces(content: IO[bytes], digest: Hash) -> Iterator[bytes]:
    while piece := content.read(COPIED_AT_ONCE):
        digest.update(piece)
        yield piece
