"""A running instance of the former version is sealed by the migration, and opened again on the way back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from app.foundation.encryption.fingerprints import fingerprint_with
from app.foundation.encryption.keyring import WrongRootKey, keyring_on
from app.foundation.ids import new_id
from config import ROOT
from migrations import sealing
from ops.throwaway import ThrowawayServers

ROOT_KEY = os.urandom(32)
BEFORE, AFTER = "0004", "0005"
PHONE, NOTE = "+573001112233", "Contó que perdió la cédula en el páramo."
EMAIL = "mesa@socios.example"
PEOPLE = 5


@pytest.fixture
def alembic(servers: ThrowawayServers) -> Iterator[Config]:
    url = servers.create_database("quipu_sealing")
    config = Config(str(ROOT / "migrations" / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes |= {"database_url": url, "root_key": ROOT_KEY}
    command.upgrade(config, BEFORE)
    yield config
    servers.drop_database("quipu_sealing")


@pytest.fixture
def engine(alembic: Config) -> Iterator[sa.Engine]:
    as_owner = {"options": "-c quipu.kind=owner"}
    engine = sa.create_engine(alembic.attributes["database_url"], poolclass=sa.NullPool, connect_args=as_owner)
    yield engine
    engine.dispose()


def insert(connection: sa.Connection, table: str, **values: Any) -> Any:
    """A row with what the table insists on; gives its id."""
    row = {"id": new_id(), **values}
    names = ", ".join(f'"{name}"' for name in row)
    connection.execute(sa.text(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(f":{name}" for name in row)})'), row)  # noqa: S608 - names of the test
    return row["id"]


def write_former_rows(engine: sa.Engine) -> None:
    """What the version before kept in the clear: people with a document, a case with a note, a partner's focal point."""
    with engine.begin() as connection:
        office = insert(connection, "office", code="CUC", name="Cúcuta", country="CO", time_zone="America/Bogota")
        for number in range(PEOPLE):
            person = insert(
                connection, "person", code=f"CUC-P-{number}", given_names="Rosa", sex="female", population_type="in_transit",
                phone=PHONE, locality=None, office_id=office, registered_at="2026-01-01", version=1,
            )  # fmt: skip
            case = insert(
                connection, "case", code=f"CUC-2026-{number}", person_id=person, kind="documentation", status="open",
                risk="low", office_id=office, intake="{}", intake_words='{"authority": "Consulado"}', goal="Renovar",
                opened_on="2026-01-01", attention_on="2026-01-01", recorded_at="2026-01-01", version=1,
            )  # fmt: skip
            insert(connection, "case_note", case_id=case, text=NOTE, occurred_on="2026-01-02", recorded_at="2026-01-02")
        organisation = insert(connection, "organisation", name="Mesa", country="CO", language="es", is_own=False, version=1)
        insert(connection, "focal_point", organisation_id=organisation, name="Mesa", email=EMAIL, is_backup=False, version=1)


def test_standing_rows_are_sealed_and_opened_again(
    alembic: Config, engine: sa.Engine, servers: ThrowawayServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    write_former_rows(engine)
    assert stands_in_a_file(engine, servers, "case_note", NOTE), "the search finds what stands in the clear"
    command.upgrade(alembic, AFTER)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM data_key")) == 2 * PEOPLE
        people = connection.execute(sa.text("SELECT * FROM person")).mappings().all()
        ring = keyring_on(connection, ROOT_KEY)
        assert {person["phone_index"] for person in people} == {fingerprint_with(ring, "person.phone", PHONE[1:])}
        assert {person["locality_sealed"] for person in people} == {None}
        assert len({person["phone_sealed"] for person in people}) == PEOPLE
    for table, value in (("person", PHONE), ("case_note", NOTE), ("case", "Consulado"), ("focal_point", EMAIL)):
        assert not stands_in_a_file(engine, servers, table, value)

    command.downgrade(alembic, BEFORE)
    with engine.connect() as connection:
        assert set(connection.scalars(sa.text("SELECT phone FROM person"))) == {PHONE}
        assert set(connection.scalars(sa.text("SELECT text FROM case_note"))) == {NOTE}
        assert set(connection.scalars(sa.text("SELECT intake_words ->> 'authority' FROM \"case\""))) == {"Consulado"}
        assert set(connection.scalars(sa.text("SELECT email FROM focal_point"))) == {EMAIL}


def test_what_was_erased_comes_back_empty(alembic: Config, engine: sa.Engine) -> None:
    write_former_rows(engine)
    command.upgrade(alembic, AFTER)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM data_key WHERE kind = 'case'"))
    command.downgrade(alembic, BEFORE)
    with engine.connect() as connection:
        assert set(connection.scalars(sa.text("SELECT text FROM case_note"))) == {""}
        assert set(connection.scalars(sa.text("SELECT phone FROM person"))) == {PHONE}


def test_opening_with_another_root_key_is_refused(alembic: Config, engine: sa.Engine) -> None:
    write_former_rows(engine)
    command.upgrade(alembic, AFTER)
    alembic.attributes["root_key"] = os.urandom(32)
    with pytest.raises(WrongRootKey):
        command.downgrade(alembic, BEFORE)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM data_key")) == 2 * PEOPLE


def stands_in_a_file(engine: sa.Engine, servers: ThrowawayServers, table: str, value: str) -> bool:
    """Whether the bytes of a value stand in the table's file on disk."""
    with engine.connect() as owner:
        path = owner.scalar(sa.text("SELECT pg_relation_filepath(:table)"), {"table": f'"{table}"'})
    with servers.cluster.connect() as connection:
        connection.execute("CHECKPOINT")
    return value.encode() in (servers.cluster.data / str(path)).read_bytes()
