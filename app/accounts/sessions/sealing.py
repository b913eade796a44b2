"""Sealing what a session holds, so that a stolen dump tells nothing of it."""

from __future__ import annotations

import os
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE_BYTES = 12


def seal(contents: bytes, *, place: str, row_id: UUID) -> bytes:
    """``contents`` under a key of this instance, bound to its place (``table.column``) and row."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(str(current_app.secret_key)).encrypt(nonce, contents, _binding(place, row_id))


def unseal(sealed: bytes, *, place: str, row_id: UUID) -> bytes | None:
    """What was sealed; None where it was not sealed here, for this place and row."""
    try:
        return _cipher(str(current_app.secret_key)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _binding(place, row_id))
    except (InvalidTag, ValueError):
        return None


def _binding(place: str, row_id: UUID) -> bytes:
    return f"{place}/{row_id}".encode()


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCMSIV:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"quipu sessions").derive(secret.encode())
    return AESGCMSIV(key)
