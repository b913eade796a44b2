"""What no page has to think about: requests for another host or from another site, and addresses that no page has."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, request
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from app.web.own_addresses import own_hosts, own_origins
from config import Settings

READING = frozenset({"GET", "HEAD", "OPTIONS"})
UNSAID = "null"
"""What browsers write as the origin of a page that keeps its address to itself, as the partner's does."""
OTHER_SITES = frozenset({"cross-site", "same-site"})
"""What a browser says in ``Sec-Fetch-Site`` of a request that another page made."""
ASKED_FROM_INSIDE = frozenset({"healthz"})
"""Asked by this machine under whatever name it has; tells no data and makes no link."""

View = TypeVar("View")


class ForeignHost(BadRequest):
    """The request names a host that is not this instance's: a page made for it could lead elsewhere."""


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    if settings.is_behind_proxy:
        # Exactly one hop, and never the host: whatever further proxies claim is what any client may claim.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]
    app.before_request(refuse_foreign_host)
    app.before_request(refuse_unreadable_address)
    app.before_request(refuse_other_site)


def may_keep_origin(view: View) -> View:
    """Mark a view as taking forms from pages that tell nobody their address, and so not their origin either."""
    cast("Any", view).may_keep_origin = True
    return view


def refuse_foreign_host() -> None:
    if request.endpoint not in ASKED_FROM_INSIDE and request.host not in own_hosts(_public_url()):
        raise ForeignHost


def refuse_unreadable_address() -> None:
    """An address with the character that no text holds leads nowhere; the database would not take it either."""
    if "\x00" in request.path:
        abort(404)


def refuse_other_site() -> None:
    """A second wall beside the form's token: nothing is changed for a request that says it comes from another site."""
    if request.method not in READING and came_from_other_site():
        abort(400)


def came_from_other_site() -> bool:
    """Whether the browser says that a page of another site made this request."""
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site") in OTHER_SITES or bool(origin and not _is_own(origin))


def came_from_own_page() -> bool:
    """Whether the browser says that a page of this instance made this request; false where it says nothing."""
    origin = request.headers.get("Origin")
    return origin in own_origins(_public_url()) if origin else request.headers.get("Sec-Fetch-Site") == "same-origin"


def _is_own(origin: str) -> bool:
    if origin == UNSAID:
        return bool(getattr(current_app.view_functions.get(str(request.endpoint)), "may_keep_origin", False))
    return origin in own_origins(_public_url())


def _public_url() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.public_url
