"""The mail server, called but not spoken to: no mail is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from config import Mail
from ops.address import CATCHER_FILE, Address, read_address
from ops.doctor.findings import Finding, problem, well
from ops.smtp import greets
from ops.state import InstanceKind, read_kind

SET_A_SERVER = (
    "Set QUIPU_SMTP_HOST and QUIPU_SMTP_PORT to a mail server that takes mail from here. "
    "Until then invitations can be copied from the account's page."
)


def examine_mail(state: Path, mail: Mail) -> Iterator[Finding]:
    """A demo's server is its catcher, whatever the settings say; otherwise the one of the settings."""
    if read_kind(state) is InstanceKind.DEMO:
        yield _catcher(read_address(state, file=CATCHER_FILE))
        return
    server = Address(mail.host, mail.port)
    if greets(server):
        yield well("mail", f"{server.netloc} answers")
    else:
        yield problem("mail", f"no mail server answers at {server.netloc}", SET_A_SERVER)


def _catcher(address: Address | None) -> Finding:
    if address is None:
        return problem("mail", "the demo's mail catcher is not running", "Start it by ./quipu run.")
    if not greets(address):
        return problem("mail", "the demo's mail catcher does not answer", "Start anew by ./quipu run.")
    return well("mail", "the demo's mail catcher answers")
