"""Where to send the reader after a small errand: back to a page of this site, never to another one."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_return_path(wanted: str | None, fallback: str = "/") -> str:
    """``wanted`` when it is a path of this site, else ``fallback``.

    Browsers read a backslash as a slash and drop control characters, so both are refused with everything that names a host.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return fallback
    if any(ord(character) < 33 or ord(character) == 127 for character in wanted):
        return fallback
    parts = urlsplit(wanted)
    return fallback if parts.scheme or parts.netloc else wanted
