"""Handing a letter to the mail server, and telling apart what has surely not left from what nobody knows."""

from __future__ import annotations

import enum
import smtplib
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from flask import current_app
from flask_mail import Message

from app.foundation.mail_server import CheckedConnection
from app.referrals.services.letters import Letter

LASTING_REFUSAL = 500
"""SMTP: reply codes from here on say that trying again will not help."""


class Outcome(enum.StrEnum):
    """How a try ended. Only after ``not_taken`` is another try safe: the text was not handed over."""

    DELIVERED = "delivered"
    NOT_TAKEN = "not_taken"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Server(smtplib.SMTP):
    """The mail server's end; remembers whether the text began to leave."""

    has_text_left = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_text_left = True
        return super().data(msg)


class Conversation(CheckedConnection):
    """A connection that remembers how far it came; in tests it speaks too, to a catcher of theirs."""

    server = Server

    def __enter__(self) -> Self:
        self.host = self.configure_host()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # The letter's fate is known by now: how they take leave does not change it.
        with suppress(OSError):
            if self.host is not None:
                self.host.quit()


def deliver(letter: Letter) -> Outcome:
    """Speak with the mail server once. Never called inside a transaction: the server may take its time."""
    conversation = Conversation(current_app.extensions["mail"])
    try:
        with conversation:
            conversation.send(_message(letter))
    except smtplib.SMTPRecipientsRefused as refusal:
        return _by_code(max(code for code, _words in refusal.recipients.values()))
    except smtplib.SMTPDataError as refusal:
        return _by_code(refusal.smtp_code)
    except OSError:  # every other fault of smtplib and of the network
        has_text_left = isinstance(conversation.host, Server) and conversation.host.has_text_left
        return Outcome.UNKNOWN if has_text_left else Outcome.NOT_TAKEN
    return Outcome.DELIVERED


def _by_code(code: int) -> Outcome:
    return Outcome.REFUSED if code >= LASTING_REFUSAL else Outcome.NOT_TAKEN


def _message(letter: Letter) -> Message:
    message = Message(
        subject=letter.subject,
        recipients=[letter.recipient],
        body=letter.text,
        html=letter.html,
        extra_headers={"Auto-Submitted": "auto-generated"},
    )
    # One id for all tries of a mail: a server that has it already can tell.
    message.msgId = f"<{letter.mail_id}@quipu>"
    return message
