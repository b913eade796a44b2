"""The broker, and the processes that show in it by their signs of life."""

from __future__ import annotations

from collections.abc import Iterator

import redis

from app.foundation import heartbeat
from config import Settings
from ops.doctor.findings import Finding, problem, well

QUEUE = "celery"
LONGEST_QUEUE = 1000
PROCESSES = ("worker", "relay")


def examine_broker(settings: Settings) -> Iterator[Finding]:
    with heartbeat.connect(settings.redis_url) as client:
        try:
            facts = client.info("server")
            yield well("broker", _version(facts))
            yield _queue(int(client.llen(QUEUE)))
            for process in PROCESSES:
                yield _process(process, is_alive=heartbeat.is_alive(client, process))
        except redis.RedisError as error:
            yield problem("broker", str(error).splitlines()[0], "Start Quipu by ./quipu run, or check REDIS_URL.")


def _version(facts: dict[str, str]) -> str:
    if valkey := facts.get("valkey_version"):
        return f"Valkey {valkey}"
    return f"Redis {facts.get('redis_version', 'of unknown version')}"


def _queue(length: int) -> Finding:
    if length > LONGEST_QUEUE:
        return problem("queue", f"{length} jobs wait", "More come in than the worker does: look into its log.")
    return well("queue", f"{length} jobs wait")


def _process(name: str, *, is_alive: bool) -> Finding:
    if is_alive:
        return well(name, "alive")
    advice = "Start Quipu by ./quipu run; if it runs, log/quipu.log in the state folder says why this process does not."
    return problem(name, f"no sign of life for {heartbeat.FADES_AFTER_SECONDS} s", advice)
