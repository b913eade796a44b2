"""Step-up: how long ago the person at this browser last proved their second factor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions.visitor import PROVEN_AT
from app.foundation.clock import now
from app.web.return_path import safe_return_path

View = TypeVar("View", bound=Callable[..., Any])

PROVED_AT = "proved_at"
"""Session key. Not Flask-Security's ``fs_paa``, which a password alone renews."""
FRESH_FOR = timedelta(minutes=10)
TIME_TO_FILL_IN = timedelta(minutes=20)
"""A form that was opened in time may be sent so much later: nobody loses what they typed to the clock."""


def note_fresh_proof() -> None:
    """The second factor was proved just now; the session goes on under a new token."""
    session[PROVED_AT] = session[PROVEN_AT] = now().timestamp()


def is_fresh() -> bool:
    """Whether the last proof is young enough for this request."""
    limit = FRESH_FOR if request.method in {"GET", "HEAD"} else FRESH_FOR + TIME_TO_FILL_IN
    return 0 <= now().timestamp() - float(session.get(PROVED_AT, 0)) < limit.total_seconds()


def gives_a_file(view: View) -> View:
    """Mark a view whose answer is no page: who has to prove themselves first comes back to the page that led to it."""
    cast("Any", view).gives_a_file = True
    return view


def asks_for_fresh_proof(view: View) -> View:
    """Open a view only to somebody who has just proved their second factor; others prove it and come back."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if is_fresh() else _ask_for_proof(_way_back(view))

    cast("Any", guarded).fresh = True
    return cast("View", guarded)


def _ask_for_proof(way_back: str) -> ResponseReturnValue:
    return redirect(url_for("accounts.prove_again", next=safe_return_path(way_back)), 303)


def _way_back(view: Any) -> str:
    """Where the reader was: this very page, the page with the form, or the page that led to a file."""
    if hasattr(view, "gives_a_file"):
        return _page_before()
    if request.method == "GET":
        return request.full_path.removesuffix("?")
    has_page = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return request.path if has_page else _page_before()


def _page_before() -> str:
    referrer = request.referrer or ""
    return referrer.removeprefix(request.host_url.rstrip("/")) if referrer.startswith(request.host_url) else "/"
