"""The doctor, on a machine that is well and on some that are not."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import time_machine
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy.orm import Session

from app.attachments import storage
from app.audit.sealing.keys import make_key
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.sealer import Sealer
from app.foundation import heartbeat
from app.foundation.clock import now
from config import AUDIT_ROLE, Mail, Settings
from ops import doctor
from ops.address import CATCHER_FILE, any_free_port, catcher_address, published_address
from ops.doctor.attachments import examine_attachments, examine_contents
from ops.doctor.audit import examine_audit
from ops.doctor.broker import examine_broker
from ops.doctor.database import examine_database
from ops.doctor.findings import Finding
from ops.doctor.machine import examine_state
from ops.doctor.mail import examine_mail
from ops.doctor.pages import examine_pages
from ops.roles import libpq_url
from ops.state import InstanceKind, ensure_secrets, make_folder, write_kind
from ops.throwaway import ThrowawayServers
from tests.factories.attachments import attachment_of
from tests.factories.people import PersonFactory


def problems(findings: Iterable[Finding]) -> dict[str, str]:
    return {finding.component: finding.found for finding in findings if not finding.is_well}


@contextmanager
def mail_server() -> Iterator[int]:
    """The port of a mail server that runs while the block does."""
    port = any_free_port()
    controller = Controller(object(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


@pytest.fixture
def settings(servers: ThrowawayServers, template_database: str) -> Iterable[Settings]:
    url = servers.create_database("examined", template=template_database)
    yield Settings.from_environment({**servers.settings_environment, "DATABASE_URL": url})
    servers.drop_database("examined")


def test_a_migrated_database_is_well(settings: Settings) -> None:
    findings = list(examine_database(settings))
    assert problems(findings) == {}
    assert {finding.component for finding in findings} >= {"database", "clock", "migrations", "outbox", "role app_rw"}


def test_an_empty_database_lacks_its_migrations(servers: ThrowawayServers) -> None:
    url = servers.create_database("empty")
    settings = Settings.from_environment({**servers.settings_environment, "DATABASE_URL": url})
    found = problems(examine_database(settings))
    servers.drop_database("empty")
    assert "0001" in found["migrations"]


def test_jobs_that_do_not_leave_and_jobs_given_up_are_counted(settings: Settings) -> None:
    insert = (
        "INSERT INTO outbox_message (job, arguments, created_at, due_at, given_up_at, attempts) VALUES (%s, '{}', %s, %s, %s, 0)"
    )
    long_ago = now() - timedelta(hours=1)
    with psycopg.connect(libpq_url(settings.database_url())) as connection:
        connection.execute(insert, ["late.job", long_ago, long_ago, None])
        connection.execute(insert, ["hopeless.job", long_ago, long_ago, now()])
    found = problems(examine_database(settings))
    assert found["outbox"].startswith("1 jobs not sent yet; the oldest is due since")
    assert found["jobs"] == "1 given up"


def test_attachments_whose_content_is_gone_are_counted(session: Session, app: Flask) -> None:
    folder = app.extensions["settings"].attachment_folder
    kept, lost = attachment_of(PersonFactory()), attachment_of(PersonFactory())
    connection = session.connection().connection.dbapi_connection
    assert examine_contents(connection, folder).found == "2 contents, none missing"
    storage.delete(lost.file_name)
    finding = examine_contents(connection, folder)
    assert (finding.is_well, finding.found) == (False, f"1 of 2 contents are missing in {folder}")
    assert storage.path_of(kept.file_name).is_file()


def test_a_folder_of_attachments_that_everybody_may_enter_is_a_problem(settings: Settings, tmp_path: Path) -> None:
    settings = dataclasses.replace(settings, attachments=tmp_path)
    tmp_path.chmod(0o2770)
    assert problems(examine_attachments(settings)) == {}
    tmp_path.chmod(0o755)
    assert set(problems(examine_attachments(settings))) == {"attachments"}


def test_fresh_seals_are_well_and_old_or_lost_ones_are_not(settings: Settings, tmp_path: Path) -> None:
    settings = dataclasses.replace(settings, state=tmp_path, audit_file=tmp_path / "audit" / "seals.jsonl")
    assert {"seal key", "seals"} == set(problems(examine_audit(settings)))
    key = make_key(settings.key_folder)
    with psycopg.connect(settings.libpq_url(AUDIT_ROLE), autocommit=True) as connection:
        Sealer(connection, Ledger(settings.audit_file), key).seal()
    assert problems(examine_audit(settings)) == {}
    (tmp_path / "keys" / "audit-seal.key").chmod(0o444)
    settings.audit_file.write_text("")
    assert set(problems(examine_audit(settings))) == {"seal key", "seal copy"}


def test_rows_that_wait_long_for_their_seal_are_a_problem(settings: Settings, tmp_path: Path) -> None:
    settings = dataclasses.replace(settings, state=tmp_path, audit_file=tmp_path / "audit" / "seals.jsonl")
    key = make_key(settings.key_folder)
    with psycopg.connect(settings.libpq_url(AUDIT_ROLE), autocommit=True) as connection:
        Sealer(connection, Ledger(settings.audit_file), key).seal()
    late = "INSERT INTO audit_event (occurred_at, actor_kind, action, fields) VALUES (%s, 'system', 'a:b', '{}')"
    with psycopg.connect(libpq_url(settings.database_url()), options="-c quipu.kind=door") as connection:
        connection.execute(late, [now() - timedelta(minutes=9)])
    assert problems(examine_audit(settings)) == {}, "the sealer was here a moment ago, and comes again"
    with time_machine.travel(now() + timedelta(minutes=4)):
        assert "rows wait since" in problems(examine_audit(settings))["seals"]


def test_a_database_that_is_away_is_named_without_its_password(settings: Settings) -> None:
    away = dataclasses.replace(settings, owner_database_url="postgresql://quipu_owner:hidden@127.0.0.1:1/quipu")
    found = problems(examine_database(away))
    assert set(found) == {"database"}
    assert "hidden" not in found["database"]


def test_a_worker_shows_by_its_signs_of_life(settings: Settings) -> None:
    with heartbeat.connect(settings.redis_url) as client:
        client.delete("quipu:alive:worker")
        heartbeat.beat(client, "relay")
    assert set(problems(examine_broker(settings))) == {"worker"}


def test_a_broker_that_is_away_is_a_problem(settings: Settings) -> None:
    away = dataclasses.replace(settings, redis_url="unix:///nowhere/valkey.sock")
    assert set(problems(examine_broker(away))) == {"broker"}


def test_a_mail_server_is_well_when_it_greets_and_a_problem_otherwise(tmp_path: Path) -> None:
    with mail_server() as port:
        assert problems(examine_mail(tmp_path, Mail(port=port))) == {}
    (finding,) = examine_mail(tmp_path, Mail(port=port))
    assert (finding.is_well, finding.found) == (False, f"no mail server answers at 127.0.0.1:{port}")
    assert "QUIPU_SMTP_HOST" in finding.advice


def test_the_mail_server_of_a_demo_is_its_catcher(tmp_path: Path) -> None:
    state = make_folder(tmp_path / "var")
    write_kind(state, InstanceKind.DEMO)
    elsewhere = Mail(host="192.0.2.1")
    assert problems(examine_mail(state, elsewhere)) == {"mail": "the demo's mail catcher is not running"}
    with mail_server() as port, published_address(state, catcher_address(port), file=CATCHER_FILE):
        assert problems(examine_mail(state, elsewhere)) == {}
    with published_address(state, catcher_address(port), file=CATCHER_FILE):
        assert problems(examine_mail(state, elsewhere)) == {"mail": "the demo's mail catcher does not answer"}


def test_open_doors_of_the_state_folder_are_found(tmp_path: Path) -> None:
    state = make_folder(tmp_path / "var")
    ensure_secrets(state)
    write_kind(state, InstanceKind.REAL)
    assert "permissions" not in problems(examine_state(state))
    (state / "secrets.json").chmod(0o640)
    assert "0640" in problems(examine_state(state))["permissions"]


def test_pages_that_are_not_served_are_a_problem(tmp_path: Path) -> None:
    assert problems(examine_pages(tmp_path)) == {"web": "not running"}


def test_the_exit_code_and_the_words_for_machines_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "environ", {"QUIPU_STATE": str(tmp_path / "nothing")})
    assert doctor.main(["--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["is_well"] is False
    assert all(finding["advice"] for finding in answer["findings"] if not finding["is_well"])
