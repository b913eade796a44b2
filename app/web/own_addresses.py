"""By which names browsers may call this instance: its public address, and this machine's own names for a local one."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")


@lru_cache(maxsize=8)
def own_hosts(public_url: str) -> frozenset[str]:
    """The ``Host`` headers that name this instance, port included where it is not the scheme's own."""
    parts = urlsplit(public_url)
    if not is_local(parts.hostname):
        return frozenset({parts.netloc})
    port = f":{parts.port}" if parts.port else ""
    return frozenset({parts.netloc, *(f"{name}{port}" for name in LOCAL_NAMES)})


@lru_cache(maxsize=8)
def own_origins(public_url: str) -> frozenset[str]:
    """The ``Origin`` headers of this instance's own pages."""
    return frozenset(f"{urlsplit(public_url).scheme}://{host}" for host in own_hosts(public_url))


def is_local(hostname: str | None) -> bool:
    """Whether a name means the machine that it is said on."""
    try:
        return ipaddress.ip_address(hostname or "").is_loopback
    except ValueError:
        return hostname == "localhost"
