from __future__ import annotations

import os

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.foundation.clock import now
from app.foundation.encryption import EncryptionKey, KeyPurpose, SealBroken, WrongRootKey
from app.foundation.encryption.ciphers import SealingKey
from app.foundation.encryption.keyring import (
    Keyring,
    StoredKey,
    add_key,
    ensure_keys,
    keyring,
    keyring_on,
    place_of,
    read_keys,
)
from app.foundation.ids import new_id

ROOT_KEY = os.urandom(32)


def stored(version: int, purpose: KeyPurpose = KeyPurpose.DATA, *, root_key: bytes = ROOT_KEY) -> StoredKey:
    row_id = new_id()
    wrapped = SealingKey(1, root_key).seal(place_of(purpose, row_id), os.urandom(32))
    return version, purpose, row_id, wrapped


def test_the_newest_version_seals_and_older_ones_still_open() -> None:
    ring = Keyring(ROOT_KEY, lambda: [one, two])
    one, two = stored(1), stored(2)
    assert ring.newest(KeyPurpose.DATA).version == 2
    assert ring.of_version(KeyPurpose.DATA, 1).version == 1


def test_a_version_not_seen_before_is_read_again_once() -> None:
    keys, readings = [stored(1)], []

    def read() -> list[StoredKey]:
        readings.append(1)
        return list(keys)

    ring = Keyring(ROOT_KEY, read)
    ring.newest(KeyPurpose.DATA)
    keys.append(stored(2))
    assert ring.of_version(KeyPurpose.DATA, 2).version == 2
    ring.of_version(KeyPurpose.DATA, 1)
    assert len(readings) == 2


def test_a_version_that_does_not_exist_is_refused() -> None:
    ring = Keyring(ROOT_KEY, lambda: [one])
    one = stored(1)
    with pytest.raises(SealBroken):
        ring.of_version(KeyPurpose.DATA, 9)


def test_another_root_key_is_refused_with_a_sentence_that_says_what_to_do() -> None:
    ring = Keyring(os.urandom(32), lambda: [one])
    one = stored(1)
    with pytest.raises(WrongRootKey, match="does not open"):
        ring.newest(KeyPurpose.DATA)


def test_a_stored_key_does_not_stand_in_for_one_of_another_purpose() -> None:
    version, _purpose, row_id, wrapped = stored(1, KeyPurpose.CONTENTS)
    ring = Keyring(ROOT_KEY, lambda: [(version, KeyPurpose.DATA, row_id, wrapped)])
    with pytest.raises(WrongRootKey):
        ring.newest(KeyPurpose.DATA)


def test_an_instance_has_one_key_for_each_purpose(session: Session, app: Flask) -> None:
    in_use = session.scalars(sa.select(EncryptionKey).where(EncryptionKey.retired_at.is_(None))).all()
    assert sorted(key.purpose for key in in_use) == sorted(KeyPurpose)
    assert {keyring().newest(purpose).version for purpose in KeyPurpose} == {key.version for key in in_use}


def test_making_the_first_keys_again_changes_nothing(app: Flask, owner_engine: sa.Engine) -> None:
    with owner_engine.begin() as connection:
        before = read_keys(connection)
        ensure_keys(connection, app.extensions["settings"].root_key)
        assert read_keys(connection) == before


def test_starting_with_another_root_key_is_refused_and_makes_nothing(owner_engine: sa.Engine) -> None:
    with owner_engine.connect() as connection:
        before = read_keys(connection)
        with pytest.raises(WrongRootKey):
            ensure_keys(connection, os.urandom(32))
        assert read_keys(connection) == before


def test_a_retired_key_is_destroyed_and_opens_nothing_more(app: Flask, owner_engine: sa.Engine) -> None:
    root_key = app.extensions["settings"].root_key
    with owner_engine.connect() as connection:
        version = add_key(connection, root_key, KeyPurpose.CONTENTS)
        retire = sa.update(EncryptionKey).where(EncryptionKey.version == version)
        connection.execute(retire.values(retired_at=now(), wrapped=None))
        with pytest.raises(SealBroken):
            keyring_on(connection, root_key).of_version(KeyPurpose.CONTENTS, version)


@pytest.mark.parametrize("role", ["app_rw", "app_job"])
def test_neither_pages_nor_jobs_can_change_the_stored_keys(app: Flask, role: str) -> None:
    engine = sa.create_engine(app.extensions["settings"].database_url(role), poolclass=sa.NullPool)
    for statement in ("DELETE FROM encryption_key", "UPDATE encryption_key SET wrapped = ''", "UPDATE data_key SET wrapped = ''"):
        with engine.connect() as connection, pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            connection.execute(sa.text(statement))
