"""Mail leaves only toward the server that the settings name, under TLS that is checked."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from flask_mail import Message

from app.extensions import mail
from app.foundation.mail_server import CheckedConnection, CheckedMail
from app.referrals.services.delivery import Conversation
from ops.address import any_free_port
from tests.deploy.proxied import make_certificate


@dataclass
class Taken:
    """What a mail server was handed."""

    letters: list[Envelope] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append(envelope)
        return "250 OK"


@dataclass
class MailServer:
    port: int
    certificate: Path
    taken: Taken


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    """A mail server that takes letters under TLS only, with a certificate for 127.0.0.1 that no authority has signed."""
    make_certificate(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    running = MailServer(any_free_port(), tmp_path / "certificate.pem", Taken())
    controller = Controller(running.taken, "127.0.0.1", running.port, tls_context=tls, require_starttls=True)
    controller.start()
    yield running
    controller.stop()


@pytest.fixture
def sender(server: MailServer) -> Flask:
    """An application that speaks to that server; under test, Flask-Mail would keep its letters to itself."""
    app = Flask("sender")
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=server.port, MAIL_USE_TLS=True, MAIL_DEFAULT_SENDER="quipu@example.org")
    CheckedMail(app)
    return app


def send(app: Flask) -> None:
    with app.app_context():
        CheckedMail().send(Message(subject="A link", recipients=["ana@example.org"], body="https://quipu.example.org/x"))


def test_a_server_whose_certificate_is_trusted_gets_the_letter(
    sender: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    send(sender)
    assert [letter.rcpt_tos for letter in server.taken.letters] == [["ana@example.org"]]


def test_whoever_cannot_prove_to_be_the_server_gets_nothing(sender: Flask, server: MailServer) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        send(sender)
    assert server.taken.letters == []


def test_a_certificate_of_another_name_is_not_the_servers(
    sender: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    monkeypatch.setattr(sender.extensions["mail"], "server", "localhost")
    with pytest.raises(ssl.SSLCertVerificationError, match="localhost"):
        send(sender)
    assert server.taken.letters == []


def test_every_mail_of_the_system_takes_that_line() -> None:
    assert isinstance(mail, CheckedMail)
    assert issubclass(Conversation, CheckedConnection)
