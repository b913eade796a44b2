"""The key that signs seals, a file of mode 0400, and the public keys that check them, one a line beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.audit.sealing.seals import Seal

KEY_NAME = "audit-seal.key"
PUBLIC_KEYS_NAME = "audit-seal.pub"
SECRET_FILE = 0o400
FOLDER = 0o700


class NoSealKeyError(Exception):
    """The key file is missing or unreadable; the message says what to do."""


@dataclass(frozen=True)
class SealKey:
    """The instance's signing key (Ed25519)."""

    public: bytes
    _private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> SealKey:
        private = Ed25519PrivateKey.from_private_bytes(secret)
        return cls(private.public_key().public_bytes_raw(), private)

    @property
    def id(self) -> str:
        return key_id_of(self.public)

    def sign(self, seal: Seal) -> Seal:
        """The same seal with this key's id and signature."""
        named = replace(seal, key_id=self.id)
        return replace(named, signature=self._private.sign(named.signed_bytes()))


def key_id_of(public: bytes) -> str:
    return sha256(public).hexdigest()[:16]


def load_key(folder: Path) -> SealKey:
    """The signing key of this instance.

    Raises:
        NoSealKeyError: there is none, or it is not ours to read.
    """
    path = folder / KEY_NAME
    try:
        return SealKey.of(bytes.fromhex(path.read_text().strip()))
    except FileNotFoundError:
        raise NoSealKeyError(f"{path} is missing: bring it back from the backup. Only a new instance makes one.") from None
    except (OSError, ValueError):
        raise NoSealKeyError(f"{path} cannot be read as a key: bring it back from the backup.") from None


def make_key(folder: Path) -> SealKey:
    """Make the key of a new instance; an existing one is kept. Its public half is written first, and never lost."""
    if (folder / KEY_NAME).exists():
        return load_key(folder)
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    secret = Ed25519PrivateKey.generate().private_bytes_raw()
    key = SealKey.of(secret)
    with (folder / PUBLIC_KEYS_NAME).open("a") as file:
        file.write(f"{key.public.hex()}\n")
    draft = folder / f".{KEY_NAME}.{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SECRET_FILE)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{secret.hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / KEY_NAME)
    return key


def load_public_keys(path: Path) -> dict[str, bytes]:
    """The keys that may have signed, by their id.

    Raises:
        NoSealKeyError: the file is missing or holds something else.
    """
    try:
        keys = [bytes.fromhex(line) for line in path.read_text().split()]
    except (OSError, ValueError):
        raise NoSealKeyError(f"{path} cannot be read: without a public key no seal can be checked.") from None
    return {key_id_of(key): key for key in keys}


def is_signed(seal: Seal, public_keys: Mapping[str, bytes]) -> bool:
    """Whether one of these keys made the signature."""
    public = public_keys.get(seal.key_id)
    if public is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(seal.signature, seal.signed_bytes())
    except (InvalidSignature, TypeError, ValueError):  # a column that was emptied gives no bytes at all
        return False
    return True
