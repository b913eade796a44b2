"""Signs of life of background processes: a key in Redis that fades unless it is renewed."""

from __future__ import annotations

import redis

EVERY_SECONDS = 5
FADES_AFTER_SECONDS = 20


def connect(redis_url: str) -> redis.Redis:
    """A client with short timeouts: a page that asks for health must not wait for a dead broker."""
    return redis.Redis.from_url(redis_url, socket_timeout=1, socket_connect_timeout=1)


def beat(client: redis.Redis, process: str) -> None:
    client.set(_key(process), "1", ex=FADES_AFTER_SECONDS)


def is_alive(client: redis.Redis, process: str) -> bool:
    return bool(client.exists(_key(process)))


def _key(process: str) -> str:
    return f"quipu:alive:{process}"
