"""Who can open a backup: recipients (public, kept with the instance) and identities (secret, kept elsewhere)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyrage
from pyrage import x25519

from ops.errors import OperationError
from ops.state import write_private_file

RECIPIENTS_FILE = "backup-recipients.txt"
"""In the state folder, one public recipient a line, as age's own tools read them."""

NEW_IDENTITY = """\
This is the identity that opens the backups of this instance. It is printed this once and stored nowhere:

{identity}

Keep it off this machine: print it, or store it in a password safe of two people who answer for the data.
With a backup file and this line everything can be brought back. Without this line no backup can be opened by
anybody, ever, and no maintainer can help. Whoever holds both reads everything: keep them in different places.

Public recipient, which this instance now encrypts its backups for: {recipient}
Try a restore today, on another machine: ./quipu restore FILE --identity FILE_WITH_THE_LINE_ABOVE --into FOLDER
"""


def make_identity(state: Path) -> str:
    """Make an identity and let this instance encrypt for it; gives the words that show the secret once."""
    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    write_private_file(state / RECIPIENTS_FILE, "".join(f"{line}\n" for line in (*read_recipients(state), recipient)))
    return NEW_IDENTITY.format(identity=identity, recipient=recipient)


def read_recipients(state: Path) -> list[str]:
    """The recipients that this instance knows; none before ``--new-identity`` or a line written by hand."""
    return _lines(state / RECIPIENTS_FILE) if (state / RECIPIENTS_FILE).exists() else []


def parse_recipients(lines: Sequence[str]) -> list[x25519.Recipient]:
    """The recipients behind ``age1...`` lines.

    Raises:
        OperationError: there is none, or one is no recipient.
    """
    if not lines:
        raise OperationError(
            "There is nobody to encrypt for. Make an identity by ./quipu backup --new-identity, or name a recipient of your "
            "own by --recipient age1..."
        )
    try:
        return [x25519.Recipient.from_str(line) for line in lines]
    except pyrage.RecipientError:
        raise OperationError("A recipient looks like age1 followed by 58 letters and digits. Check what was typed.") from None


def read_identities(path: Path) -> list[x25519.Identity]:
    """The identities in a file, one a line; lines that begin with # are remarks.

    Raises:
        OperationError: it cannot be read, or holds none.
    """
    try:
        lines = _lines(path)
        identities = [x25519.Identity.from_str(line) for line in lines]
    except OSError as error:
        raise OperationError(f"{path} cannot be read: {error.strerror}.") from None
    except (pyrage.IdentityError, UnicodeDecodeError):
        identities = []
    if not identities:
        raise OperationError(f"{path} holds no identity: a line that begins with AGE-SECRET-KEY-1.")
    return identities


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]
