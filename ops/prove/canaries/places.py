"""Where a running Quipu leaves bytes: the dump, the database's files and log of writes, the broker's files, logs, pages."""

from __future__ import annotations

import mmap
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.errors import OperationError
from ops.postgres import Cluster, binaries
from ops.prove.running import RunningQuipu
from ops.roles import libpq_url

MILLISECONDS_TO_WRITE = 5_000


@dataclass(frozen=True)
class Hit:
    """One form of one value, found. Says where, never what stands around it."""

    place: str
    file: str
    canary: str
    form: str


Needles = Mapping[tuple[str, str], bytes]
"""Bytes to look for by the name of the canary and of the form."""


class Places:
    """All places of one instance. ``pages`` are answers that were shown as errors."""

    def __init__(self, quipu: RunningQuipu, pages: Sequence[bytes]) -> None:
        self._quipu = quipu
        self._pages = pages
        self.searched: dict[str, int] = {}
        """Bytes looked at, by place."""

    def search(self, needles: Needles) -> list[Hit]:
        """Every form that stands anywhere. Writes out first what the servers still hold in memory."""
        self._write_out()
        state = self._quipu.state
        database = state / "postgres"
        files = {
            "data files": [path for path in _files(database) if "pg_wal" not in path.parts],
            "write-ahead log": list(_files(database / "pg_wal")),
            "broker's files": list(_files(state / "valkey")),
            "logs": [*_files(state / "log"), state / "run.log"],
            "attachments": list(_files(state / "attachments")),
            "mails": list(_files(state / "mail")),
        }
        hits = [hit for place, paths in files.items() for path in paths for hit in self._in_file(place, path, needles)]
        hits += self._in_bytes("dump", "pg_dump", self._dump(), needles)
        hits += self._in_bytes("outbox", "outbox_message", self._outbox(), needles)
        for number, page in enumerate(self._pages):
            hits += self._in_bytes("error pages", str(number), page, needles)
        return hits

    def _write_out(self) -> None:
        with Cluster.of(self._quipu.state, self._quipu.settings.secrets).connect() as connection:
            connection.execute("CHECKPOINT")
        # The append-only file as it grew: writing it anew would forget what was deleted, and compress what is left.
        self._quipu.broker().execute_command("WAITAOF", 1, 0, MILLISECONDS_TO_WRITE)

    def _dump(self) -> bytes:
        url = libpq_url(self._quipu.settings.owner_database_url)
        superuser = {"PGPASSWORD": self._quipu.settings.secrets.database_passwords["postgres"]}
        command = [str(binaries() / "pg_dump"), "--username", "postgres", "--dbname", url.replace("quipu_owner@", "postgres@")]
        done = subprocess.run(command, env={**self._quipu.environment, **superuser}, capture_output=True, check=False)
        if done.returncode:
            raise OperationError(f"pg_dump failed: {done.stderr.decode()[-300:]}")
        return done.stdout

    def _outbox(self) -> bytes:
        with self._quipu.database() as connection:
            rows = connection.execute("SELECT m::text FROM outbox_message m").fetchall()
        return "\n".join(text for (text,) in rows).encode()

    def _in_file(self, place: str, path: Path, needles: Needles) -> Iterator[Hit]:
        try:
            size = path.stat().st_size
            if not size:
                return
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                self.searched[place] = self.searched.get(place, 0) + size
                for (canary, form), needle in needles.items():
                    if content.find(needle) >= 0:
                        yield Hit(place, path.name, canary, form)
        except FileNotFoundError:
            return  # recycled by its server this moment

    def _in_bytes(self, place: str, name: str, content: bytes, needles: Needles) -> Iterator[Hit]:
        self.searched[place] = self.searched.get(place, 0) + len(content)
        for (canary, form), needle in needles.items():
            if needle in content:
                yield Hit(place, name, canary, form)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file()) if folder.exists() else iter(())
