"""Seals cover what is settled, exactly, whoever else writes and wherever the sealer is killed."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from app.audit.sealing import table
from app.audit.sealing.keys import KEY_NAME, NoSealKeyError, load_key, make_key
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.sealer import LONGEST_SILENCE, RestoredError, Sealer
from app.audit.sealing.seals import END, Seal, seal_of_line
from app.foundation.clock import now
from config import AUDIT_ROLE, OWNER_ROLE
from ops.audit.eras import begin_era
from tests.audit.trail import Trail


def test_the_first_run_closes_the_former_version_and_seals_what_stands(trail: Trail) -> None:
    trail.write(5)
    made = trail.seal()
    former, present = trail.ledger.read()[0]
    assert (former.number, former.era, former.to_transaction, former.row_count) == (1, 0, END, 0)
    assert made == present
    assert (present.era, present.number, present.row_count) == (1, 2, trail.value("SELECT count(*) FROM audit_event"))
    assert trail.verify().is_whole


def test_rows_of_the_former_version_are_sealed_as_era_zero(trail: Trail) -> None:
    with trail.superuser() as superuser:
        superuser.execute("UPDATE audit_event SET era = 0, transaction_id = 0")
    before = trail.value("SELECT count(*) FROM audit_event")
    trail.seal()
    assert trail.ledger.read()[0][0].row_count == before > 0
    assert trail.faults() == set()


def test_nothing_written_makes_no_seal_until_the_silence_grows_long(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    assert trail.seal()
    assert trail.seal() is None
    later = now() + LONGEST_SILENCE + timedelta(seconds=1)
    monkeypatch.setattr("app.audit.sealing.sealer.now", lambda: later)
    made = trail.seal()
    assert made
    assert made.row_count == 0


def test_a_row_of_a_long_open_transaction_waits_for_its_own_seal(trail: Trail) -> None:
    slow = trail.connect("app_rw", autocommit=False)
    trail.write(1, over=slow)
    trail.write(3)
    trail.seal()
    assert trail.verify().waiting_rows == 3, "a younger transaction has ended, and the older one might still write beside it"
    slow.commit()
    made = trail.seal()
    assert made
    assert made.row_count == 4
    assert trail.verify().is_whole


def test_a_transaction_that_is_rolled_back_leaves_no_gap(trail: Trail) -> None:
    slow = trail.connect("app_job", autocommit=False)
    trail.write(2, over=slow)
    trail.write(1)
    trail.seal()
    slow.rollback()
    trail.seal()
    found = trail.verify()
    assert (found.is_whole, found.waiting_rows) == (True, 0)


def test_no_row_is_lost_or_sealed_twice_while_many_write_and_hold_their_transactions_open(trail: Trail) -> None:
    trail.seal()
    over = threading.Event()
    alarms: list[object] = []

    def write_and_linger(pause: float) -> None:
        with psycopg.connect(trail.settings.libpq_url("app_rw"), options="-c quipu.kind=door") as connection:
            while not over.is_set():
                trail.write(2, over=connection)
                over.wait(pause)
                trail.write(1, over=connection)
                connection.commit()

    writers = [threading.Thread(target=write_and_linger, args=(pause,)) for pause in (0.001, 0.004, 0.02, 0.2)]
    for writer in writers:
        writer.start()
    sealer = trail.sealer()
    for _ in range(40):
        sealer.seal()
        found = trail.verify()
        alarms += found.findings.first
    over.set()
    for writer in writers:
        writer.join()
    sealer.seal()
    found = trail.verify()
    assert alarms == []
    assert (found.is_whole, found.waiting_rows) == (True, 0)
    assert found.sealed_rows == trail.value("SELECT count(*) FROM audit_event") > 300


def test_a_sealer_killed_before_the_file_is_made_good_at_the_next_run(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    trail.seal()
    trail.write(2)

    def killed(_ledger: Ledger, seals: list[Seal], _public_key: bytes) -> None:
        if seals:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            trail.seal()
    assert trail.ledger.last() != newest_in_table(trail)
    assert trail.seal() is None
    assert trail.ledger.last() == newest_in_table(trail)
    assert trail.verify().is_whole


def newest_in_table(trail: Trail) -> Seal | None:
    return table.newest_seal(trail.connect(AUDIT_ROLE))


def test_a_sealer_killed_before_its_commit_leaves_no_trace(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    trail.seal()
    trail.write(2)
    before = trail.ledger.path.read_bytes()
    real = table.add_seal

    def killed(connection: psycopg.Connection[object], seal: Seal) -> None:
        real(connection, seal)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(table, "add_seal", killed)
        with pytest.raises(KeyboardInterrupt):
            trail.seal()
    assert trail.ledger.path.read_bytes() == before
    made = trail.seal()
    assert made
    assert made.row_count == 2


def test_a_line_that_was_cut_off_is_written_again(trail: Trail) -> None:
    trail.seal()
    trail.write(1)
    trail.seal()
    whole = trail.ledger.path.read_bytes()
    trail.ledger.path.write_bytes(whole[:-40])
    trail.seal()
    assert trail.ledger.path.read_bytes() == whole
    assert trail.verify().is_whole


def test_two_sealers_at_once_never_give_one_number_twice(trail: Trail) -> None:
    trail.write(1)
    sealers = [trail.sealer() for _ in range(4)]

    def seal_again_and_again(sealer: Sealer) -> None:
        for _ in range(10):
            trail.write(1, over=writers[id(sealer)])
            sealer.seal()

    writers = {id(sealer): trail.connect("app_rw") for sealer in sealers}
    threads = [threading.Thread(target=seal_again_and_again, args=(sealer,)) for sealer in sealers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = [seal.number for seal in trail.ledger.read()[0]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert trail.verify().is_whole


def test_the_file_and_the_key_are_for_their_owner_alone(trail: Trail) -> None:
    trail.seal()
    assert trail.ledger.path.stat().st_mode & 0o777 == 0o600
    assert (trail.folder / "keys" / KEY_NAME).stat().st_mode & 0o777 == 0o400
    assert (trail.folder / "keys" / "audit-seal.pub").read_text().split() == [trail.key.public.hex()]


def test_every_line_carries_the_key_that_checks_it(trail: Trail) -> None:
    trail.seal()
    lines = trail.ledger.path.read_bytes().splitlines()
    assert all(trail.key.public.hex().encode() in line for line in lines)
    assert [seal_of_line(line).key_id for line in lines] == [trail.key.id] * 2


def test_a_key_is_made_once_and_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(NoSealKeyError, match="backup"):
        load_key(tmp_path)
    assert make_key(tmp_path).id == make_key(tmp_path).id == load_key(tmp_path).id


# A restore


def pretend_another_server(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    real = table.instant_of
    monkeypatch.setattr(table, "instant_of", lambda connection: real(connection)._replace(cluster="another"))


def test_a_restored_database_is_not_sealed_before_its_era_has_begun(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    trail.seal()
    pretend_another_server(trail, monkeypatch)
    trail.write(1)
    with pytest.raises(RestoredError, match="begin-era"):
        trail.seal()


def restored(trail: Trail, servers: object) -> None:
    """Bring the trail back to an earlier copy of its database, as ``quipu_earlier`` holds it."""
    trail.close()
    name = "quipu_trail"
    servers.drop_database(name)  # type: ignore[attr-defined]
    servers.create_database(name, template="quipu_earlier")  # type: ignore[attr-defined]
    servers.drop_database("quipu_earlier")  # type: ignore[attr-defined]


def test_a_restore_begins_an_era_and_keeps_the_numbers_of_what_it_lost(
    trail: Trail, servers: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    trail.write(4)
    trail.seal()
    trail.write(2)  # in the backup, and in no seal yet
    trail.close()
    servers.create_database("quipu_earlier", template="quipu_trail")  # type: ignore[attr-defined]
    for _ in range(3):
        trail.write(1)
        trail.seal()
    lost = trail.ledger.last()
    assert lost
    restored(trail, servers)
    pretend_another_server(trail, monkeypatch)
    settings = settings_of(trail)
    assert begin_era(settings) == 2
    assert begin_era(settings) == 2, "killed before the era began, it is begun again"
    trail.write(5)
    made = trail.seal()
    assert made
    assert (made.era, made.number, made.row_count, made.from_transaction) == (2, lost.number + 2, 5, 0)
    found = trail.verify()
    assert (found.findings.first, found.lost_seals, found.waiting_rows) == ([], 3, 0)
    assert begin_era(settings) is None


def settings_of(trail: Trail) -> object:
    import dataclasses
    import shutil

    folder = trail.folder / "state"
    folder.mkdir(exist_ok=True)
    if not (folder / "keys").exists():
        shutil.copytree(trail.folder / "keys", folder / "keys")
    return dataclasses.replace(trail.settings, state=folder, audit_file=trail.ledger.path)


def test_an_instance_that_was_never_restored_begins_no_era(trail: Trail) -> None:
    trail.seal()
    trail.write(1)
    assert begin_era(settings_of(trail)) is None  # type: ignore[arg-type]
    assert trail.value("SELECT count(*) FROM audit_event WHERE era <> 1") == 0
    assert trail.connect(OWNER_ROLE)
