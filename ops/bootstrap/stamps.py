"""Stamps: the memory of what has been made from which sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"


@dataclass(frozen=True)
class Stamp:
    """The digest of the sources that one product was last made from."""

    name: str

    @property
    def path(self) -> Path:
        return VENV / f"quipu-{self.name}.stamp"

    def says(self, digest: str) -> bool:
        try:
            return self.path.read_text() == digest
        except OSError:
            return False

    def write(self, digest: str) -> None:
        self.path.write_text(digest)


def digest_of(files: Iterable[Path], *more: str) -> str:
    """The sha256 over names and contents of files below the root, and over further words."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(str(file.relative_to(ROOT)).encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    for word in more:
        total.update(word.encode())
    return total.hexdigest()
