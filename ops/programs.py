"""The programs of a running Quipu beside its two servers: web, worker, relay, beat, sealer, and the demo's mail catcher."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from ops.address import Address, catcher_address
from ops.health import ask
from ops.process import Program
from ops.smtp import greets

CELERY_APP = "workers.celery_app:celery_app"
ROOT_WARNING = "You're running the worker with superuser privileges"
"""Celery warns root of pickled messages; ours are JSON."""
WEB_PROCESSES = 2
WEB_THREADS = 4
WORKER_PROCESSES = 2


def web_command(bind: str) -> tuple[str, ...]:
    """The web server on a host and port, or on ``unix:/path``."""
    return (
        *_module("gunicorn", "--worker-class", "gthread", "--workers", str(WEB_PROCESSES), "--threads", str(WEB_THREADS)),
        *("--bind", bind, "--timeout", "60", "--graceful-timeout", "15", "--keep-alive", "5"),
        # One import for all processes, which then share its memory.
        *("--preload", "--no-control-socket", "--log-level", "warning", "wsgi:app"),
    )


def web(address: Address, environment: Mapping[str, str]) -> Program:
    return Program(
        name="The web server",
        label="web",
        command=web_command(address.netloc),
        is_ready=lambda: ask(address.reachable_here) is not None,
        environment=environment,
        is_chatty=True,
        stop_within=20,
    )


def worker(environment: Mapping[str, str]) -> Program:
    command = (
        *_celery("worker", "--concurrency", str(WORKER_PROCESSES), "--without-gossip", "--without-mingle"),
        *("--hostname", "quipu@%h"),
    )
    # SIGTERM lets running tasks end; what is killed after that is sent again by the relay.
    return Program(
        name="The worker",
        label="worker",
        command=command,
        is_ready=_at_once,
        is_chatty=True,
        environment=environment,
        stop_within=20,
    )


def relay(environment: Mapping[str, str]) -> Program:
    command = _module("workers.relay")
    return Program(name="The relay", label="relay", command=command, is_ready=_at_once, is_chatty=True, environment=environment)


def beat(environment: Mapping[str, str]) -> Program:
    command = _celery("beat", "--pidfile", "")
    return Program(name="The scheduler", label="beat", command=command, is_ready=_at_once, environment=environment)


def sealer(environment: Mapping[str, str]) -> Program:
    command = _module("workers.sealer")
    return Program(name="The sealer", label="sealer", command=command, is_ready=_at_once, environment=environment)


def mail_catcher(folder: Path, port: int, environment: Mapping[str, str]) -> Program:
    return Program(
        name="The mail catcher",
        label="mail",
        command=_module("ops.mail_catcher", str(folder), str(port)),
        is_ready=lambda: greets(catcher_address(port)),
        environment=environment,
    )


def _celery(part: str, *arguments: str) -> tuple[str, ...]:
    quietly = (sys.executable, "-W", f"ignore:{ROOT_WARNING}", "-m", "celery", "--quiet")
    return (*quietly, "--app", CELERY_APP, part, "--loglevel", "WARNING", *arguments)


def _module(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *arguments)


def _at_once() -> bool:
    """For programs whose readiness shows in ``/healthz``."""
    return True
