"""The line to the mail server: never longer than its patience, and under TLS only to a server that proves its name."""

from __future__ import annotations

import smtplib
import ssl

from flask import current_app
from flask_mail import Connection, Mail

PATIENCE_SECONDS = 20
"""Longest wait for one reply of the mail server; a worker must not hang on it."""


class CheckedConnection(Connection):
    """Flask-Mail's connection, which by itself takes any certificate and waits for ever."""

    server: type[smtplib.SMTP] = smtplib.SMTP

    def configure_host(self) -> smtplib.SMTP:
        """Connect, and sign in where the settings say so.

        Raises:
            ssl.SSLCertVerificationError: an ``OSError``; whoever answered is not the mail server. Nothing was told to them.
        """
        host = self.server(self.mail.server, self.mail.port, timeout=PATIENCE_SECONDS)
        if self.mail.use_tls:
            host.starttls(context=ssl.create_default_context())
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)
        return host


class CheckedMail(Mail):
    """Flask-Mail over checked connections."""

    def connect(self) -> Connection:
        return CheckedConnection(current_app.extensions["mail"])
