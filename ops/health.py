"""What a running Quipu says of itself: ``GET /healthz``."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass

from ops.address import Address


@dataclass(frozen=True)
class Health:
    """The answer of ``/healthz``: ``parts`` maps each component to "up" or "down"."""

    status: int
    parts: dict[str, str]

    @property
    def is_complete(self) -> bool:
        return self.status == 200


def ask(address: Address) -> Health | None:
    """Ask once, for at most a few seconds; None when nobody answers sensibly."""
    connection = http.client.HTTPConnection(address.host, address.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return Health(answer.status, dict(json.loads(answer.read())))
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
