"""The address that passkeys belong to. Browsers bind them to a name over https, or to ``localhost``; never to bare numbers."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from flask import current_app, request

from config import Settings

THIS_MACHINE = "localhost"


@dataclass(frozen=True)
class RelyingParty:
    """``id``: the name that passkeys are bound to; ``origin``: where the page must be open."""

    id: str
    origin: str


def home_of_passkeys() -> RelyingParty | None:
    """Where passkeys of this instance work; None when its address can have none (a bare number, or http)."""
    settings: Settings = current_app.extensions["settings"]
    parts = urlsplit(settings.public_url)
    host = parts.hostname or ""
    if _is_loopback(host):
        # The demo listens on 127.0.0.1, which is the same machine under the one name that browsers take without https.
        netloc = f"{THIS_MACHINE}:{parts.port}" if parts.port else THIS_MACHINE
        return RelyingParty(THIS_MACHINE, urlunsplit((parts.scheme, netloc, "", "", "")))
    if parts.scheme != "https" or _is_number(host):
        return None
    return RelyingParty(host, f"{parts.scheme}://{parts.netloc}")


def relying_party() -> RelyingParty | None:
    """The relying party when this very page is open where passkeys work; None otherwise."""
    home = home_of_passkeys()
    return home if home and urlsplit(home.origin).netloc == request.host else None


def _is_loopback(host: str) -> bool:
    return host == THIS_MACHINE or (_is_number(host) and ip_address(host).is_loopback)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
