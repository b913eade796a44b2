"""Sealing what the server must be able to read again: the key of an app, and codes until they were shown.

AES-GCM-SIV under a key derived from the instance's secret; what it belongs to is bound in, so that a sealed value
moved to another user or to another use does not open.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE_BYTES = 12
KEY_BYTES = 32


def seal(content: bytes, *, use: str, user_id: UUID) -> bytes:
    """Nonce and ciphertext; opens only for the same use and user."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, content, _bound(use, user_id))


def unseal(sealed: bytes, *, use: str, user_id: UUID) -> bytes:
    """The content.

    Raises:
        ValueError: it was sealed for another use or user, by another instance, or is damaged.
    """
    try:
        return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(use, user_id))
    except InvalidTag:
        raise ValueError("This was not sealed for here.") from None


def _cipher() -> AESGCMSIV:
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"quipu second factor 1")
    return AESGCMSIV(derived.derive(str(current_app.secret_key).encode()))


def _bound(use: str, user_id: UUID) -> bytes:
    return use.encode() + b"\x00" + user_id.bytes
