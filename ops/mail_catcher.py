"""The demo's mail server: takes every mail by SMTP and keeps it as a file; nothing leaves the machine.

Usage: ``python -m ops.mail_catcher FOLDER PORT``.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 500
"""Newest mails that stay in the folder."""


class Mailbox:
    """Stores each mail as ``<time>-<number>.eml``, so that names sort by arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        folder.mkdir(mode=0o700, exist_ok=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        self._store(content)
        self._forget_oldest()
        return "250 Kept for the demo"

    def _store(self, content: bytes) -> None:
        name = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{time.time_ns() % 10**9:09}-{next(self._numbers):06}"
        draft = self._folder / f".{name}"
        draft.write_bytes(content)
        # Renamed last: a reader of the folder never finds half a mail.
        draft.rename(self._folder / f"{name}.eml")

    def _forget_oldest(self) -> None:
        for path in sorted(self._folder.glob("*.eml"))[:-KEPT]:
            path.unlink(missing_ok=True)


async def serve(folder: Path, port: int) -> None:
    """Listen on this machine until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    mailbox = Mailbox(folder)
    server = await loop.create_server(lambda: SMTP(mailbox, hostname="quipu-demo", loop=loop), "127.0.0.1", port)
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
