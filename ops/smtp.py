"""Whether a mail server is there."""

from __future__ import annotations

import socket

from ops.address import Address

PATIENCE_SECONDS = 3
READY = b"220"
"""How a mail server that takes mail begins its greeting."""


def greets(address: Address) -> bool:
    """Whether a mail server answers at the address; nothing is said to it."""
    try:
        with socket.create_connection((address.host, address.port), timeout=PATIENCE_SECONDS) as connection:
            return connection.recv(len(READY)) == READY
    except OSError:
        return False
