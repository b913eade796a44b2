"""The wrapping key is changed while people work; killed in the middle, the next run finishes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from app import create_app
from app.accounts.models import Office
from app.foundation import access
from app.foundation.database import db
from app.foundation.encryption import DataKey, EncryptionKey, KeyPurpose, rotation
from app.foundation.encryption.data_keys import unwrap, wrap
from app.foundation.encryption.keyring import keyring, keyring_on
from app.foundation.transactions import transaction
from app.people.enums import PopulationType, Sex
from app.people.models import Person
from config import OWNER_ROLE, ROOT, Settings
from ops.keys import show_keys
from ops.throwaway import ThrowawayServers
from tests.conftest import settings_for

PEOPLE = 30
NAME = "quipu_rotation"


@pytest.fixture
def settings(servers: ThrowawayServers, template_database: str) -> Iterator[Settings]:
    """An instance with some people, each with a phone."""
    url = servers.create_database(NAME, template=template_database)
    settings = settings_for(servers, url, database_role=OWNER_ROLE)
    try:
        with a_process_of(settings), transaction():
            office = Office(code="CUC", name="Cúcuta", country="CO", time_zone="America/Bogota")
            db.session.add_all([office, *(somebody(number, office) for number in range(PEOPLE))])
        yield settings
    finally:
        servers.drop_database(NAME)


@contextmanager
def a_process_of(settings: Settings) -> Iterator[None]:
    """A process that starts now: its keyring and its connections are its own."""
    app = create_app(settings)
    with app.app_context():
        access.enter_as_owner()
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def somebody(number: int, office: Office) -> Person:
    return Person(
        code=f"CUC-P-{number}", given_names="Rosa", sex=Sex.FEMALE, population_type=PopulationType.IN_TRANSIT,
        office=office, phone=phone_of(number), nationalities=[],
    )  # fmt: skip


def phone_of(number: int) -> str:
    return f"+5730011122{number:02}"


@pytest.fixture
def engine(settings: Settings) -> Iterator[sa.Engine]:
    engine = sa.create_engine(settings.owner_database_url, poolclass=sa.NullPool, connect_args={"options": "-c quipu.kind=owner"})
    yield engine
    engine.dispose()


def phones_read(settings: Settings) -> set[str | None]:
    """What a process that starts now reads."""
    with a_process_of(settings):
        return {person.phone for person in db.session.scalars(sa.select(Person))}


ALL_PHONES = {phone_of(number) for number in range(PEOPLE)}


def versions_of_data_keys(engine: sa.Engine) -> dict[int, int]:
    counted = sa.select(DataKey.key_version, sa.func.count()).group_by(DataKey.key_version)
    with engine.connect() as connection:
        return dict(connection.execute(counted).all())


def ignore(_waiting: int) -> None:
    """Progress that nobody watches."""


def test_all_data_keys_are_wrapped_anew_and_the_old_key_is_destroyed(settings: Settings, engine: sa.Engine) -> None:
    before = versions_of_data_keys(engine)
    version = rotation.rotate(engine, settings.root_key, ignore)
    assert versions_of_data_keys(engine) == {version: PEOPLE}
    with engine.connect() as connection:
        (old,) = connection.execute(sa.select(EncryptionKey.__table__).where(EncryptionKey.version == min(before))).all()
    assert old.retired_at is not None
    assert old.wrapped is None
    assert phones_read(settings) == ALL_PHONES
    assert rotation.rotate(engine, settings.root_key, ignore) > version


def test_a_process_that_knew_the_old_key_goes_on_reading_and_writing(settings: Settings, engine: sa.Engine) -> None:
    with a_process_of(settings):
        keyring().newest(KeyPurpose.DATA)
        version = rotation.rotate(engine, settings.root_key, ignore)
        assert {person.phone for person in db.session.scalars(sa.select(Person))} == ALL_PHONES
        with transaction():
            office = db.session.scalars(sa.select(Office)).one()
            db.session.add(somebody(99, office))
    assert versions_of_data_keys(engine) == {version: PEOPLE + 1}
    assert phones_read(settings) == {*ALL_PHONES, phone_of(99)}


def test_the_database_refuses_to_retire_a_key_that_still_wraps_something(settings: Settings, engine: sa.Engine) -> None:
    assert not rotation._retire_older(engine, 60_000)
    assert phones_read(settings) == ALL_PHONES


def test_a_key_wrapped_by_the_old_version_at_the_last_moment_is_wrapped_anew(
    settings: Settings, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_ring = _ring_as_it_is(engine, settings)
    retire = rotation._retire_older
    late: list[sa.Uuid | object] = []

    def write_one_late(engine: sa.Engine, version: int) -> bool:
        if not late:
            with engine.begin() as connection:
                row = connection.execute(sa.select(DataKey.__table__).limit(1)).one()
                secret = unwrap(keyring_on(connection, settings.root_key), row.id, row.kind, row.wrapped).secret
                old_version, wrapped = wrap(old_ring, row.id, row.kind, secret)
                back = sa.update(DataKey).where(DataKey.id == row.id).values(key_version=old_version, wrapped=wrapped)
                connection.execute(back)
                late.append(row.id)
        return retire(engine, version)

    monkeypatch.setattr(rotation, "_retire_older", write_one_late)
    version = rotation.rotate(engine, settings.root_key, ignore)
    assert late
    assert versions_of_data_keys(engine) == {version: PEOPLE}
    assert phones_read(settings) == ALL_PHONES


def _ring_as_it_is(engine: sa.Engine, settings: Settings) -> rotation.Any:
    with engine.connect() as connection:
        ring = keyring_on(connection, settings.root_key)
        ring.reload()
    return ring


def test_killed_in_the_middle_everything_is_read_and_the_next_run_finishes(settings: Settings, engine: sa.Engine) -> None:
    (before,) = versions_of_data_keys(engine)
    with engine.connect() as holder:
        # A row that somebody holds keeps the rotation from its end for as long as we like.
        holder.execute(sa.text("SELECT id FROM data_key ORDER BY id LIMIT 1 FOR UPDATE"))
        process = keys_command(settings, "rotate")
        wait_until(lambda: versions_of_data_keys(engine).get(before) == 1)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    halfway = versions_of_data_keys(engine)
    assert sorted(halfway.values()) == [1, PEOPLE - 1]
    assert phones_read(settings) == ALL_PHONES
    assert any("broken off" in line for line in show_keys(engine, settings.root_key))

    finished = keys_command(settings, "rotate")
    told, _ = finished.communicate(timeout=60)
    assert finished.returncode == 0, told
    assert versions_of_data_keys(engine) == {max(halfway): PEOPLE}
    assert "destroyed" in told
    assert phones_read(settings) == ALL_PHONES


def keys_command(settings: Settings, what: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "QUIPU_STATE": str(settings.state), "DATABASE_URL": settings.owner_database_url}
    return subprocess.Popen(
        [sys.executable, "-m", "ops", "keys", what], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
