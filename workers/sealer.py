"""Seals the audit trail every minute. Run as ``python -m workers.sealer``.

A process of its own and no job: it holds the key that signs the trail and the one database role that may add seals, and
nothing else; pages and jobs hold neither. It needs no broker, so that sealing goes on when the jobs stand still.
"""

from __future__ import annotations

import signal
import sys
import threading
from dataclasses import dataclass, field
from types import FrameType

import psycopg
import structlog

from app.audit.sealing.keys import NoSealKeyError, load_key
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.sealer import RestoredError, Sealer
from app.foundation import logs
from config import SealerSettings

EVERY_SECONDS = 60.0
"""What is not sealed yet can still be changed unseen: a minute is what a seal costs nothing at."""

log = structlog.get_logger()


@dataclass(frozen=True)
class SealerProcess:
    """One sealer: seal, wait, until told to stop. A second one beside it does no harm: each waits for the other."""

    settings: SealerSettings
    stopping: threading.Event = field(default_factory=threading.Event)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                seal(self.settings)
            except (psycopg.Error, OSError, NoSealKeyError, RestoredError) as error:
                log.warning("sealer waits", error=type(error).__name__)
            self.stopping.wait(EVERY_SECONDS)


def seal(settings: SealerSettings) -> None:
    """Seal what is settled, on a connection of the one role that may."""
    key = load_key(settings.key_folder)
    with psycopg.connect(settings.database_url, autocommit=True, connect_timeout=5) as connection:
        Sealer(connection, Ledger(settings.audit_file), key).seal()


def main() -> int:
    logs.configure()
    process = SealerProcess(SealerSettings.from_environment())
    signal.signal(signal.SIGTERM, process.stop)
    signal.signal(signal.SIGINT, process.stop)
    process.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
