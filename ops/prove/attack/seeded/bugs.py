"""The seeded bugs. Each is the smallest change by which a careless edit would open the hole, or stands in for it.

Where two walls would have to fall for the hole to open, the bug reads as the owner of the tables and so falls behind both.
"""

from __future__ import annotations

import html
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Flask, Response, g, make_response, request
from psycopg import sql

from app.extensions import csrf
from app.foundation.errors import DomainError
from config import ROOT, Settings
from ops.roles import connect_as_owner

View = Callable[..., Any]


@dataclass(frozen=True)
class Bug:
    """One seeded bug, the endpoint at which it shows, and how each tool that finds it calls it."""

    name: str
    endpoint: str
    plant: Callable[[Flask, str], None]
    called: frozenset[str]


def around(app: Flask, endpoint: str) -> Callable[[Callable[..., Any]], None]:
    """Put a function before a view: it gets the view as its first argument."""
    view = app.view_functions[endpoint]

    def put(function: Callable[..., Any]) -> None:
        @wraps(view)
        def bent(*args: Any, **kwargs: Any) -> Any:
            return function(view, *args, **kwargs)

        app.view_functions[endpoint] = bent

    return put


def as_owner(app: Flask, statement: sql.SQL | sql.Composed, *values: object) -> Sequence[tuple[Any, ...]]:
    """Rows that no wall narrows."""
    settings: Settings = app.extensions["settings"]
    with connect_as_owner(settings, autocommit=True) as connection:
        return connection.execute(statement, values).fetchall()


def inject_sql(app: Flask, endpoint: str) -> None:
    """A filter of a list is written into the statement as text."""

    @around(app, endpoint)
    def bent(view: View) -> Any:
        risk = request.args.get("risk")
        if risk:
            statement = f"SELECT id FROM \"case\" WHERE risk = '{risk}' LIMIT 1"  # noqa: S608 - the seeded bug itself
            if not as_owner(app, sql.SQL(statement)):
                return "<!doctype html><title>-</title><h1>No cases</h1>"
        return view()


def reflect_markup(app: Flask, endpoint: str) -> None:
    """A parameter stands in the page as it was typed."""

    @around(app, endpoint)
    def bent(view: View, **arguments: Any) -> Any:
        return _with_more(view(**arguments), f"<p>{request.args.get('page', '')}</p>")


def show_stored_markup(app: Flask, endpoint: str) -> None:
    """Notes are shown unescaped."""

    @around(app, endpoint)
    def bent(view: View, **arguments: Any) -> Any:
        response = make_response(view(**arguments))
        response.set_data(html.unescape(response.get_data(as_text=True)))
        return response


def forget_the_scope(app: Flask, endpoint: str) -> None:
    """A person's file opens by its id alone."""

    @around(app, endpoint)
    def bent(view: View, **arguments: Any) -> Any:
        try:
            return view(**arguments)
        except DomainError:
            statement = sql.SQL("SELECT code, given_names FROM person WHERE id = %s")
            rows = as_owner(app, statement, arguments["person_id"])
            if not rows:
                raise
            return f"<!doctype html><title>-</title><h1>{html.escape(' '.join(map(str, rows[0])))}</h1>"


def take_the_door_away(app: Flask, endpoint: str) -> None:
    """The decorator that asks for the role is missing."""
    view: Any = app.view_functions[endpoint]
    app.view_functions[endpoint] = view.__wrapped__


def accept_forged_forms(app: Flask, endpoint: str) -> None:
    """One route takes forms without a token."""
    view = app.view_functions[endpoint]

    @wraps(view)
    def bent(**arguments: Any) -> Any:
        g.csrf_valid = True
        return view(**arguments)

    app.view_functions[endpoint] = csrf.exempt(bent)


def redirect_anywhere(app: Flask, endpoint: str) -> None:
    """The address to go back to is taken as it comes."""

    @around(app, endpoint)
    def bent(view: View) -> Any:
        response = make_response(view())
        response.headers["Location"] = request.form.get("back") or "/"
        return response


def serve_any_file(app: Flask, endpoint: str) -> None:
    """A download opens whatever file is named."""

    def bent(filename: str) -> Any:
        try:
            return Response((ROOT / "app" / "web" / filename).read_bytes(), mimetype="text/plain")
        except (OSError, ValueError):
            return Response("", 404)

    app.view_functions[endpoint] = bent


def forget_the_policy(app: Flask, endpoint: str) -> None:
    """One page goes out without a content security policy."""

    @app.after_request
    def bent(response: Response) -> Response:
        if request.endpoint == endpoint:
            response.headers.remove("Content-Security-Policy")
        return response

    # The last one registered runs first: this one has to run after the headers were added.
    functions = app.after_request_funcs[None]
    functions.insert(0, functions.pop())


def talk_of_faults(app: Flask, endpoint: str) -> None:
    """An error page shows the trace of the error."""

    @around(app, endpoint)
    def bent(view: View, **arguments: Any) -> Any:
        try:
            return view(**arguments)
        except DomainError:
            return Response(traceback.format_exc(), 404, mimetype="text/plain")


def count_everything(app: Flask, endpoint: str) -> None:
    """A figure counts the records of all offices."""

    @around(app, endpoint)
    def bent(view: View, **arguments: Any) -> Any:
        ((count,),) = as_owner(app, sql.SQL('SELECT count(*) FROM "case"'))
        return _with_more(view(**arguments), f"<p>{count}</p>")


def _with_more(answer: Any, markup: str) -> Response:
    response = make_response(answer)
    if response.mimetype == "text/html":
        response.set_data(response.get_data(as_text=True).replace("</main>", f"{markup}</main>"))
    return response


def _called(*words: str) -> frozenset[str]:
    return frozenset(words)


BUGS: Mapping[str, Bug] = {
    bug.name: bug
    for bug in (
        Bug("SQL injection in a list's filter", "cases.list_cases", inject_sql, _called("fault", "SQL Injection", "injection")),
        Bug("reflected markup", "directory.list_organisations", reflect_markup, _called("markup", "Reflected XSS")),
        Bug("stored markup in a note", "cases.show_notes", show_stored_markup, _called("markup", "Stored XSS")),
        Bug("file of another office by its id", "people.show_person", forget_the_scope, _called("scope", "leak")),
        Bug("missing door", "accounts.list_users", take_the_door_away, _called("door")),
        Bug("forms without a token", "cases.add_note", accept_forged_forms, _called("forgery", "CSRF")),
        Bug("open redirect", "web.choose_language", redirect_anywhere, _called("redirect", "Open Redirect")),
        Bug("path traversal in a download", "security.static", serve_any_file, _called("file", "Path Traversal")),
        Bug("missing content policy", "directory.list_services", forget_the_policy, _called("headers", "CSP")),
        Bug("error page with a trace", "referrals.show_referral", talk_of_faults, _called("talk")),
        Bug("count beyond the scope", "referrals.list_referrals", count_everything, _called("interference")),
    )
}
