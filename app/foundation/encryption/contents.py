"""Sealing what belongs to nobody's file: session data, held form texts, second-factor secrets, partners' contacts."""

from __future__ import annotations

from uuid import UUID

from app.foundation.encryption.ciphers import Place, version_of
from app.foundation.encryption.keyring import keyring
from app.foundation.encryption.models import KeyPurpose

_NOBODY = UUID(int=0)


def seal_contents(purpose: str, content: bytes, *, row_id: UUID = _NOBODY) -> bytes:
    """Seal bytes under the instance's contents key.

    Args:
        purpose: what it is, such as ``session`` or ``totp``; the same word opens it again.
        row_id: the row that keeps it, where there is one: the value does not open in another row.
    """
    return keyring().newest(KeyPurpose.CONTENTS).seal(Place("contents", purpose, row_id), content)


def open_contents(purpose: str, sealed: bytes, *, row_id: UUID = _NOBODY) -> bytes:
    """What ``seal_contents`` sealed for the same purpose and row.

    Raises:
        SealBroken: it was changed or cut, or sealed for another purpose or row.
    """
    key = keyring().of_version(KeyPurpose.CONTENTS, version_of(sealed))
    return key.open(Place("contents", purpose, row_id), sealed)
