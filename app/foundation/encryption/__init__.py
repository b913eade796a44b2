"""Sealing: values that a stolen disk, dump or backup must not give away.

A root key outside the database opens the stored keys; those open one data key per person and per case; data keys seal
values. Deleting a data key erases what it sealed. What belongs to nobody's file (session data, held form texts) is
sealed under the instance's own *contents* key. See ``docs/adr/0014-envelope-keys.md`` and ``docs/operations/keys.md``.
"""

from app.foundation.encryption.ciphers import Place, SealBroken
from app.foundation.encryption.contents import open_contents, seal_contents
from app.foundation.encryption.data_keys import KeyOwner, look_at_keys_again, open_for, seal_for
from app.foundation.encryption.fingerprints import fingerprint
from app.foundation.encryption.keyring import WrongRootKey
from app.foundation.encryption.models import DataKey, EncryptionKey, KeyPurpose
from app.foundation.encryption.new_owners import NewOwners
from app.foundation.encryption.sealed import (
    SealedAnswers,
    SealedText,
    fingerprint_column,
    is_erased,
    seal_for_another,
    sealed_names,
)
from app.foundation.encryption.shredding import shred

__all__ = [
    "DataKey",
    "EncryptionKey",
    "KeyOwner",
    "KeyPurpose",
    "NewOwners",
    "Place",
    "SealBroken",
    "SealedAnswers",
    "SealedText",
    "WrongRootKey",
    "fingerprint",
    "fingerprint_column",
    "is_erased",
    "look_at_keys_again",
    "open_contents",
    "open_for",
    "seal_contents",
    "seal_for",
    "seal_for_another",
    "sealed_names",
    "shred",
]
