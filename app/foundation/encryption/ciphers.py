"""Sealing and opening one value: AES-256-GCM-SIV, bound to the place where the value stands.

A sealed value is ``format (1) | key version (2) | nonce (12) | ciphertext and tag``. The place (table, column, row) and
the first three bytes are associated data: a value that was moved, cut or changed does not open.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
_HEADER = struct.Struct(">BH")
OVERHEAD = _HEADER.size + NONCE_BYTES + TAG_BYTES
"""Bytes by which a sealed value is longer than its content."""


class SealBroken(Exception):
    """A sealed value was changed, cut, moved from its place, or belongs to another key."""


class Place(NamedTuple):
    """Where a sealed value stands; a value opens only in its own place."""

    table: str
    column: str
    row_id: UUID

    def as_bytes(self) -> bytes:
        return f"{self.table}\0{self.column}\0".encode() + self.row_id.bytes


@dataclass(frozen=True)
class SealingKey:
    """One opened key. Each key counts its own versions; a sealed value names the version that sealed it."""

    version: int
    secret: bytes = field(repr=False)
    cipher: AESGCMSIV = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cipher", AESGCMSIV(self.secret))

    @classmethod
    def new(cls, version: int) -> SealingKey:
        return cls(version, os.urandom(KEY_BYTES))

    def seal(self, place: Place, content: bytes) -> bytes:
        header = _HEADER.pack(FORMAT, self.version)
        nonce = os.urandom(NONCE_BYTES)
        return header + nonce + self.cipher.encrypt(nonce, content, header + place.as_bytes())

    def open(self, place: Place, sealed: bytes) -> bytes:
        """The content of a value that this key sealed at this place.

        Raises:
            SealBroken: it was changed, cut, moved, or sealed by another key.
        """
        if version_of(sealed) != self.version:
            raise SealBroken(f"{place.table}.{place.column}: sealed under another version of the key")
        header, nonce, ciphertext = (
            sealed[: _HEADER.size],
            sealed[_HEADER.size :][:NONCE_BYTES],
            sealed[_HEADER.size + NONCE_BYTES :],
        )
        try:
            return self.cipher.decrypt(nonce, ciphertext, header + place.as_bytes())
        except InvalidTag:
            raise SealBroken(f"{place.table}.{place.column}: changed, moved, or sealed by another key") from None


def version_of(sealed: bytes) -> int:
    """The version of the key that a sealed value names.

    Raises:
        SealBroken: too short to be a sealed value, or of a format that this program does not know.
    """
    if len(sealed) < OVERHEAD:
        raise SealBroken("too short for a sealed value")
    number, version = _HEADER.unpack_from(sealed)
    if number != FORMAT:
        raise SealBroken(f"unknown format {number}")
    return int(version)
