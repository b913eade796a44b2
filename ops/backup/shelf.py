"""The folder that backups lie in: their names, unfinished ones, and how many are kept."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from config import Secrets
from ops.errors import OperationError
from ops.state import PRIVATE_FILE, PRIVATE_FOLDER

UNFINISHED = ".unfinished"


def mark_of(secrets: Secrets) -> str:
    """Eight hexadecimal digits that tell instances apart and say nothing of them."""
    return hashlib.sha256(f"quipu backup mark:{secrets.link_key}".encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Shelf:
    """Where the backups of one instance lie; others may lie beside them."""

    folder: Path
    mark: str

    @classmethod
    def at(cls, folder: Path, *, state: Path, secrets: Secrets) -> Shelf:
        """The shelf in a folder, made if missing.

        Raises:
            OperationError: it lies inside the state folder, around it, or cannot be made.
        """
        folder, state = folder.resolve(), state.resolve()
        if folder == state or state in folder.parents or folder in state.parents:
            raise OperationError(
                f"{folder} is not off the data folder {state}: what destroys the one destroys the other. "
                "Choose a folder on another disk or machine."
            )
        try:
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        except OSError as error:
            raise OperationError(f"{folder} cannot be made: {error.strerror}.") from None
        return cls(folder, mark_of(secrets))

    def path_at(self, instant: datetime) -> Path:
        return self.folder / f"quipu-{self.mark}-{instant:%Y%m%dT%H%M%SZ}.age"

    def is_on_the_disk_of(self, state: Path) -> bool:
        return self.folder.stat().st_dev == state.stat().st_dev

    @contextmanager
    def draft_of(self, path: Path) -> Iterator[IO[bytes]]:
        """A file under a name for unfinished ones, which is removed unless :meth:`publish` has renamed it.

        Raises:
            OperationError: it cannot be made.
        """
        self._sweep()
        draft = self.draft_path(path)
        try:
            descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        except OSError as error:
            raise OperationError(f"{draft} cannot be made: {error.strerror}.") from None
        try:
            with os.fdopen(descriptor, "r+b") as file:
                yield file
        finally:
            draft.unlink(missing_ok=True)

    def draft_path(self, path: Path) -> Path:
        return path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")

    def publish(self, path: Path) -> None:
        """Give the draft its final name, and wait until the disk has the name as well."""
        self.draft_path(path).rename(path)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def keep(self, newest: int) -> list[Path]:
        """Delete all finished backups of this instance but the newest; gives those that went."""
        pattern = re.compile(rf"quipu-{self.mark}-\d{{8}}T\d{{6}}Z\.age")
        found = sorted(path for path in self.folder.iterdir() if pattern.fullmatch(path.name))
        gone = found[:-newest]
        for path in gone:
            path.unlink()
        return gone

    def _sweep(self) -> None:
        """Remove what killed backups have left; one that still runs keeps its file."""
        for path in self.folder.glob(f".quipu-{self.mark}-*{UNFINISHED}"):
            pid = path.name.removesuffix(UNFINISHED).rpartition(".")[2]
            if not Path("/proc", pid).exists():
                with suppress(OSError):
                    path.unlink()
