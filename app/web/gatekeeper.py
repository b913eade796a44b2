"""What no page has to think about: requests that another site sends, and addresses that no page has."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request

from config import Settings

READING = frozenset({"GET", "HEAD", "OPTIONS"})
UNSAID = "null"
"""What browsers write for a page that keeps its address to itself, as the partner's does: it names no other site."""


def init_app(app: Flask) -> None:
    app.before_request(refuse_unreadable_address)
    app.before_request(refuse_other_site)


def refuse_unreadable_address() -> None:
    """An address with the character that no text holds leads nowhere; the database would not take it either."""
    if "\x00" in request.path:
        abort(404)


def refuse_other_site() -> None:
    """A second wall beside the form's token: nothing is changed for a request that says it comes from another site."""
    origin = request.headers.get("Origin")
    if request.method not in READING and origin and not is_own_origin(origin):
        abort(400)


def is_own_origin(origin: str) -> bool:
    """Whether an ``Origin`` is this instance's public address, or the one that the browser called it by."""
    settings: Settings = current_app.extensions["settings"]
    return origin in {UNSAID, _origin_of(settings.public_url)} or urlsplit(origin).netloc == request.host


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
