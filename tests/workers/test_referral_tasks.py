"""Mails to partners: real conversations with a catcher, and every way in which they can go wrong."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from app.cases.models import Case
from app.foundation.actor import system_actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.jobs import MOST_ATTEMPTS, OutboxMessage, enqueue
from app.foundation.transactions import transaction
from app.referrals import jobs, services
from app.referrals.enums import MailState, ReferralStatus
from app.referrals.models import PartnerLink, Referral, ReferralMail
from config import ROOT
from tests.factories.directory import OrganisationFactory
from tests.factories.referrals import CANARIES, ReferralMailFactory, link_to, provider, sent_referral_of
from tests.workers.conftest import Workers
from tests.workers.referrals import sent_referral


def free_port() -> int:
    """A port at which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Catcher:
    """Takes mails, or refuses them as it is told: at the recipient, at the text, or by hanging up after the text."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.at_recipient = ""
        self.at_text = ""
        self.hangs_up = False
        self.has_text = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.at_recipient:
            return self.at_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.at_text:
            return self.at_text
        mail = message_from_bytes(envelope.content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        self.has_text.set()
        if self.hangs_up:
            server.transport.abort()
        self.may_answer.wait(timeout=20)
        return "250 OK"


@pytest.fixture
def catcher(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catcher]:
    """A mail server of this test, to which the worker's application speaks."""
    handler, port = Catcher(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setattr(workers.flask.extensions["mail"], "server", "127.0.0.1")
    monkeypatch.setattr(workers.flask.extensions["mail"], "port", port)
    try:
        yield handler
    finally:
        handler.may_answer.set()
        controller.stop()


@pytest.fixture
def referral(jobs_session: Any) -> Iterator[Referral]:
    with sent_referral(jobs_session) as sent:
        yield sent


@pytest.fixture
def link(referral: Referral) -> PartnerLink:
    return link_to(referral)


def ask_for_mail(link: PartnerLink, **fields: Any) -> tuple[UUID, UUID]:
    """A mail that waits, and its job; their ids."""
    referral = db.session.get_one(Referral, link.referral_id)
    mail = ReferralMailFactory(
        referral_id=referral.id, partner_link_id=link.id, recipient="referencias@clinica.example.org", **fields
    )
    mail_id = mail.id
    with transaction():
        message_id = enqueue(jobs.SEND_MAIL, actor=system_actor("test"), mail_id=mail_id)
    return mail_id, message_id


def mail_of(mail_id: UUID) -> ReferralMail:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(ReferralMail, mail_id)


def row_of(message_id: UUID) -> OutboxMessage:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(OutboxMessage, message_id)


def parts_of(mail: EmailMessage) -> dict[str, str]:
    return {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}


def test_a_mail_carries_code_asker_deadline_and_link_and_nothing_of_the_person(
    workers: Workers, catcher: Catcher, referral: Referral, link: PartnerLink
) -> None:
    code = referral.code
    mail_id, message_id = ask_for_mail(link)
    workers.run(jobs.SEND_MAIL, message_id)
    (mail,) = catcher.mails
    assert catcher.recipients == ["referencias@clinica.example.org"]
    assert mail["Subject"] == f"Quipu: la referencia {code} espera su respuesta"
    assert mail["Auto-Submitted"] == "auto-generated"
    address = services.address_of(link.id)
    parts = parts_of(mail)
    assert set(parts) == {"text/plain", "text/html"}
    for text in parts.values():
        for words in (code, "Ana Peñaranda (Cúcuta)", "Conteste antes del", address):
            assert words in text
    whole = str(mail) + "".join(parts.values())
    assert [canary for canary in (*CANARIES, "Orientación", "permiso") if canary in whole] == []
    settled = mail_of(mail_id)
    assert (settled.state, settled.tries) == (MailState.DELIVERED, 1)
    assert settled.settled_at is not None
    assert row_of(message_id).done_at is not None


def test_the_link_in_the_mail_opens_the_partners_page(
    workers: Workers, catcher: Catcher, referral: Referral, link: PartnerLink
) -> None:
    _mail_id, message_id = ask_for_mail(link)
    workers.run(jobs.SEND_MAIL, message_id)
    found = re.search(r"(http://[^/\s]+)(/r/\S+)", parts_of(catcher.mails[0])["text/plain"])
    assert found is not None
    with workers.web.test_client() as partner:
        assert partner.get(found[2], base_url=found[1]).status_code == 200


def test_a_mail_speaks_the_language_of_the_organisation(workers: Workers, catcher: Catcher, referral: Referral) -> None:
    brazilian = provider(organisation=OrganisationFactory(name="Casa do Migrante", language="pt"))
    asked = sent_referral_of(db.session.get_one(Case, referral.case_id), provided_service=brazilian)
    _mail_id, message_id = ask_for_mail(link_to(asked))
    workers.run(jobs.SEND_MAIL, message_id)
    assert "espera a sua resposta" in catcher.mails[0]["Subject"]
    assert "Responda até" in parts_of(catcher.mails[0])["text/plain"]


def test_a_hint_that_comes_twice_sends_one_mail(workers: Workers, catcher: Catcher, link: PartnerLink) -> None:
    _mail_id, message_id = ask_for_mail(link)
    workers.run(jobs.SEND_MAIL, message_id)
    workers.run(jobs.SEND_MAIL, message_id)
    assert len(catcher.mails) == 1


def test_a_server_that_is_away_is_called_again_later_and_gets_one_mail(
    workers: Workers, catcher: Catcher, link: PartnerLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_id, message_id = ask_for_mail(link)
    with monkeypatch.context() as away:
        away.setattr(workers.flask.extensions["mail"], "port", free_port())
        workers.run(jobs.SEND_MAIL, message_id)
    waiting, row = mail_of(mail_id), row_of(message_id)
    assert (waiting.state, waiting.tries) == (MailState.WAITING, 1)
    assert (row.attempts, row.last_error, row.done_at, row.sent_at) == (1, "MailNotTaken", None, None)
    assert row.due_at > now()
    workers.run(jobs.SEND_MAIL, message_id)
    assert len(catcher.mails) == 1
    assert mail_of(mail_id).state is MailState.DELIVERED
    assert row_of(message_id).done_at is not None


@pytest.mark.parametrize("moment", ["at_recipient", "at_text"])
def test_a_refusal_for_now_is_tried_again(workers: Workers, catcher: Catcher, link: PartnerLink, moment: str) -> None:
    setattr(catcher, moment, "451 later")
    mail_id, message_id = ask_for_mail(link)
    workers.run(jobs.SEND_MAIL, message_id)
    assert mail_of(mail_id).state is MailState.WAITING
    assert row_of(message_id).done_at is None


@pytest.mark.parametrize("moment", ["at_recipient", "at_text"])
def test_a_refusal_for_good_is_told_at_once(workers: Workers, catcher: Catcher, link: PartnerLink, moment: str) -> None:
    setattr(catcher, moment, "550 never")
    mail_id, message_id = ask_for_mail(link)
    workers.run(jobs.SEND_MAIL, message_id)
    assert mail_of(mail_id).state is MailState.FAILED
    assert row_of(message_id).done_at is not None


def test_the_last_try_ends_as_failed_for_the_caseworker_to_see(workers: Workers, catcher: Catcher, link: PartnerLink) -> None:
    catcher.at_recipient = "451 later"
    mail_id, message_id = ask_for_mail(link, tries=MOST_ATTEMPTS - 1)
    workers.run(jobs.SEND_MAIL, message_id)
    failed = mail_of(mail_id)
    assert (failed.state, failed.tries) == (MailState.FAILED, MOST_ATTEMPTS)
    assert row_of(message_id).done_at is not None


def test_a_server_that_hangs_up_after_the_text_leaves_the_mail_as_attempted(
    workers: Workers, catcher: Catcher, link: PartnerLink
) -> None:
    catcher.hangs_up = True
    mail_id, message_id = ask_for_mail(link)
    workers.run(jobs.SEND_MAIL, message_id)
    assert mail_of(mail_id).state is MailState.ATTEMPTED
    assert row_of(message_id).done_at is not None
    workers.run(jobs.SEND_MAIL, message_id)
    assert len(catcher.mails) == 1


def test_a_process_killed_between_attempt_and_settling_never_sends_twice(
    workers: Workers, catcher: Catcher, link: PartnerLink
) -> None:
    mail_id, message_id = ask_for_mail(link)
    catcher.may_answer.clear()
    mail_server = workers.flask.extensions["mail"]
    program = (
        "from workers.celery_app import celery_app\n"
        "celery_app.loader.import_default_modules()\n"
        f"celery_app.tasks[{jobs.SEND_MAIL!r}]({str(message_id)!r})\n"
    )
    environment = {**workers.environment, "QUIPU_SMTP_HOST": mail_server.server, "QUIPU_SMTP_PORT": str(mail_server.port)}
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=environment) as killed:
        has_text = catcher.has_text.wait(timeout=60)
        killed.send_signal(signal.SIGKILL)
    assert has_text
    assert killed.returncode == -signal.SIGKILL
    catcher.may_answer.set()
    assert mail_of(mail_id).state is MailState.ATTEMPTED
    assert row_of(message_id).done_at is None
    workers.run(jobs.SEND_MAIL, message_id)
    assert len(catcher.mails) == 1
    assert mail_of(mail_id).state is MailState.ATTEMPTED
    assert row_of(message_id).done_at is not None


def test_a_mail_of_a_referral_taken_back_meanwhile_does_not_leave(
    workers: Workers, catcher: Catcher, referral: Referral, link: PartnerLink
) -> None:
    mail_id, message_id = ask_for_mail(link)
    referral.status = ReferralStatus.REVOKED
    db.session.commit()
    workers.run(jobs.SEND_MAIL, message_id)
    assert catcher.mails == []
    assert mail_of(mail_id).state is MailState.CANCELLED
    assert row_of(message_id).done_at is not None


def test_the_clock_job_flags_what_is_unanswered_and_nothing_twice(workers: Workers, referral: Referral) -> None:
    referral.answer_due_at = now() - timedelta(minutes=1)
    db.session.commit()
    for _ in range(2):
        with transaction():
            message_id = enqueue(jobs.FLAG_UNANSWERED, actor=system_actor("beat"))
        workers.run(jobs.FLAG_UNANSWERED, message_id)
        assert row_of(message_id).done_at is not None
    db.session.refresh(referral)
    assert referral.status is ReferralStatus.EXPIRED
    assert db.session.scalar(sa.text("SELECT count(*) FROM referral_status_change WHERE step = 'expire'")) == 1
