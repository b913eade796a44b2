"""Keyed fingerprints: finding a sealed value by exact match without its standing in the clear (a blind index)."""

from __future__ import annotations

import hashlib
import hmac

from app.foundation.encryption.keyring import Keyring, keyring
from app.foundation.encryption.models import KeyPurpose

BYTES_KEPT = 16
"""Two different values share a fingerprint with a chance of one in 2^64 among four billion."""


def fingerprint(purpose: str, normalised: str) -> bytes:
    """The fingerprint of a normalised value.

    Args:
        purpose: what the value is, such as ``person.phone``: equal values of two purposes cannot be told to be equal.
    """
    return fingerprint_with(keyring(), purpose, normalised)


def fingerprint_with(ring: Keyring, purpose: str, normalised: str) -> bytes:
    """The same for commands and migrations, which carry a keyring of their own."""
    key = ring.newest(KeyPurpose.BLIND_INDEX)
    return hmac.digest(key.secret, f"{purpose}\0{normalised}".encode(), hashlib.sha256)[:BYTES_KEPT]
