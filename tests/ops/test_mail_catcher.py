"""The demo's mail catcher, spoken to in SMTP."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from config import ROOT
from ops.address import any_free_port
from ops.mail_catcher import KEPT
from ops.programs import mail_catcher
from tests.ops.waiting import until


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[int]:
    port = any_free_port()
    program = mail_catcher(tmp_path / "mail", port, {})
    process = subprocess.Popen(program.command, cwd=ROOT)
    assert program.command[0] == sys.executable
    until(program.is_ready)
    yield port
    process.terminate()
    assert process.wait(10) == 0


def send(port: int, subject: str) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        words = f"Subject: {subject}\r\nFrom: a@quipu.example\r\nTo: b@partner.example\r\n\r\nHola, ñandú\r\n".encode()
        client.sendmail("a@quipu.example", ["b@partner.example"], words)


def test_a_mail_becomes_a_file_that_can_be_read(catcher: int, tmp_path: Path) -> None:
    send(catcher, "Referral")
    (path,) = (tmp_path / "mail").glob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert mail["Subject"] == "Referral"
    assert "ñandú" in path.read_text()


def test_the_newest_mails_are_kept(catcher: int, tmp_path: Path) -> None:
    for number in range(KEPT):
        (tmp_path / "mail" / f"20200101T000000-{number:09}.eml").touch()
    send(catcher, "the newest")
    paths = sorted((tmp_path / "mail").iterdir())
    assert len(paths) == KEPT
    assert "the newest" in paths[-1].read_text()
    assert paths[0].name.endswith("-000000001.eml")
