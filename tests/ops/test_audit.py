"""``./quipu audit``: what it prints, and the exit code that a script goes by."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import Settings
from ops import audit
from ops.audit.eras import prepare_seals
from ops.errors import OperationError
from ops.roles import connect_as_owner
from ops.state import SUPERUSER
from ops.throwaway import ThrowawayServers


@pytest.fixture
def settings(
    servers: ThrowawayServers, template_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    url = servers.create_database("quipu_audited", template=template_database)
    state = tmp_path / "state"
    (state / "keys").mkdir(parents=True)
    for name in ("secrets.json", "keys/root.key"):
        shutil.copy(servers.state / name, state / name)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("QUIPU_STATE", str(state))
    yield Settings.from_environment()
    servers.drop_database("quipu_audited")


def test_a_new_instance_gets_its_key_seals_and_verifies(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OperationError, match="audit-seal\\.key is missing"):
        audit.main(["seal"])
    prepare_seals(settings)
    assert audit.main(["seal"]) == 0
    assert audit.main(["verify"]) == 0
    printed = capsys.readouterr().out
    assert "Seal 2 over" in printed
    assert "The trail is whole." in printed


def test_a_bent_row_is_named_and_gives_exit_code_1(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    prepare_seals(settings)
    audit.main(["seal"])
    with psycopg.connect(settings.libpq_url(SUPERUSER)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE audit_event SET action = 'nothing:happened'")
    assert audit.main(["verify"]) == 1
    printed = capsys.readouterr().out
    assert "sealed rows changed: seal 2" in printed
    assert "nothing:happened" not in printed


def test_a_lost_key_is_not_made_anew(settings: Settings) -> None:
    prepare_seals(settings)
    audit.main(["seal"])
    (settings.key_folder / "audit-seal.key").unlink()
    with pytest.raises(OperationError, match="bring it back from the backup"):
        prepare_seals(settings)


def test_an_era_begins_only_after_a_restore(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    prepare_seals(settings)
    audit.main(["seal"])
    assert audit.main(["begin-era"]) == 0
    assert "no new era is needed" in capsys.readouterr().out
    with connect_as_owner(settings) as owner:
        assert owner.execute("SELECT count(*) FROM audit_event WHERE era <> 1").fetchone() == (0,)
