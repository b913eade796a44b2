"""Telling systemd that a unit is ready (``sd_notify(3)``)."""

from __future__ import annotations

import os
import socket


def ready() -> None:
    """Say so, where somebody listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        # An address in the abstract namespace is written with @ for its zero byte.
        channel.sendto(b"READY=1", "\0" + address[1:] if address.startswith("@") else address)
