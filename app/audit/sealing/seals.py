"""One seal: what it says, the bytes that are signed, and its line in the file outside the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

END = 2**63 - 1
"""Beyond all transactions: a seal that reaches here closes its era."""
NO_SEAL = bytes(32)
"""Stands for the digest of the seal before the first."""
_TITLE = b"quipu audit seal\n"


@dataclass(frozen=True)
class Seal:
    """A signed root over the rows of one era whose transaction lies in ``[from_transaction, to_transaction)``."""

    id: UUID
    format: int
    number: int
    cluster: str
    era: int
    from_transaction: int
    to_transaction: int
    next_transaction: int
    row_count: int
    root: bytes
    previous: bytes
    sealed_at: datetime
    key_id: str
    signature: bytes = b""

    @property
    def closes_era(self) -> bool:
        return self.to_transaction == END

    def signed_bytes(self) -> bytes:
        """What the signature is made over: all but itself, in one spelling."""
        return _TITLE + _spelled({name: value for name, value in self._plain().items() if name != "signature"})

    def digest(self) -> bytes:
        """By what the next seal names this one."""
        return sha256(self.signed_bytes()).digest()

    def line(self, public_key: bytes) -> bytes:
        """The seal as one line of the file, with the key that checks it."""
        return _spelled({**self._plain(), "public_key": public_key.hex()}) + b"\n"

    def _plain(self) -> dict[str, Any]:
        return {name: _plain(value) for name, value in asdict(self).items()}


def seal_of_line(line: bytes) -> Seal:
    """Read what ``line()`` wrote.

    Raises:
        ValueError: it is not the line of a seal.
    """
    try:
        values = json.loads(line)
        return _seal_of(values)
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise ValueError("not the line of a seal") from error


def _seal_of(values: Mapping[str, Any]) -> Seal:
    return Seal(
        id=UUID(values["id"]),
        format=int(values["format"]),
        number=int(values["number"]),
        cluster=str(values["cluster"]),
        era=int(values["era"]),
        from_transaction=int(values["from_transaction"]),
        to_transaction=int(values["to_transaction"]),
        next_transaction=int(values["next_transaction"]),
        row_count=int(values["row_count"]),
        root=bytes.fromhex(values["root"]),
        previous=bytes.fromhex(values["previous"]),
        sealed_at=datetime.fromisoformat(values["sealed_at"]),
        key_id=str(values["key_id"]),
        signature=bytes.fromhex(values["signature"]),
    )


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value


def _spelled(values: Mapping[str, object]) -> bytes:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
