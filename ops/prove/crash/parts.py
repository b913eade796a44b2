"""The processes of a running Quipu by what they are for, found among the descendants of its supervisor."""

from __future__ import annotations

import enum
from collections.abc import Iterator

import psutil


class Part(enum.StrEnum):
    """A kind of process that may die."""

    WEB_PROCESS = "web process"
    WEB_MASTER = "web server"
    WORKER_PROCESS = "worker process"
    WORKER = "worker"
    RELAY = "relay"
    BEAT = "beat"
    SEALER = "sealer"
    DATABASE = "PostgreSQL"
    DATABASE_SESSION = "PostgreSQL session"
    BROKER = "Valkey"


WORDS_OF_MASTERS = {
    Part.WEB_MASTER: "-m gunicorn ",
    Part.WORKER: "workers.celery_app:celery_app worker",
    Part.BEAT: "workers.celery_app:celery_app beat",
    Part.RELAY: "-m workers.relay",
    Part.SEALER: "-m workers.sealer",
    Part.DATABASE: "/postgres -D ",
    Part.BROKER: "/valkey-server ",
}
"""What the command line of a child of the supervisor holds."""
WORDS_OF_CHILDREN = {
    Part.WEB_PROCESS: (Part.WEB_MASTER, "-m gunicorn "),
    Part.WORKER_PROCESS: (Part.WORKER, "workers.celery_app:celery_app worker"),
    Part.DATABASE_SESSION: (Part.DATABASE, "postgres: app_"),
}


def find(supervisor: int, part: Part) -> list[psutil.Process]:
    """The living processes of this kind; none while they are being started again."""
    if part in WORDS_OF_MASTERS:
        return list(_children(psutil.Process(supervisor), WORDS_OF_MASTERS[part]))
    master, words = WORDS_OF_CHILDREN[part]
    return [child for parent in find(supervisor, master) for child in _children(parent, words)]


def _children(parent: psutil.Process, words: str) -> Iterator[psutil.Process]:
    try:
        children = parent.children()
    except psutil.NoSuchProcess:
        return
    for child in children:
        try:
            if words in " ".join(child.cmdline()) + " ":
                yield child
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
