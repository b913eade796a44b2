"""What a backup says of itself: the header, its first member, and the manifest, its last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from ops.backup.age_stream import DamagedBackupError
from ops.errors import OperationError

FORMAT = 1
HEADER = "quipu-backup.json"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Header:
    """What must be known before anything else is read.

    Attributes:
        revision: the newest migration that the database had seen.
        holds_root_key: False where the operator keeps it outside of the state folder.
        taken_at: everything that was committed before this instant is in the backup.
    """

    format: int
    kind: str
    quipu: str
    postgres: int
    revision: str
    taken_at: datetime
    holds_root_key: bool = True

    def to_json(self) -> bytes:
        return json.dumps({**asdict(self), "taken_at": self.taken_at.isoformat()}, indent=2).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Header:
        """Read a header, also one of a later format as far as it is understood.

        Raises:
            OperationError: the backup is of a later format.
            DamagedBackupError: this is no header.
        """
        values = _parsed(text)
        if int(values.get("format", 0)) > FORMAT:
            raise OperationError(
                f"This backup has format {values['format']}, and this Quipu reads up to {FORMAT}. Restore it by a newer Quipu."
            )
        try:
            return cls(**{**values, "taken_at": datetime.fromisoformat(values["taken_at"])})
        except (TypeError, KeyError, ValueError):
            raise DamagedBackupError("The backup's header is incomplete. Use another copy.") from None


@dataclass(frozen=True)
class Part:
    """All members below one first name: ``sha256`` runs over name, length and content of each, in their order."""

    files: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """``rows`` counts each table in the snapshot that was dumped."""

    rows: Mapping[str, int]
    parts: Mapping[str, Part] = field(default_factory=dict)

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=2).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Read a manifest.

        Raises:
            DamagedBackupError: this is none.
        """
        values = _parsed(text)
        try:
            return cls(rows=values["rows"], parts={name: Part(**part) for name, part in values["parts"].items()})
        except (TypeError, KeyError, AttributeError):
            raise DamagedBackupError("The backup's manifest is incomplete. Use another copy.") from None


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise DamagedBackupError("This is no backup of Quipu.")
    return values
