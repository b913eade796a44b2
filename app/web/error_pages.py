"""The one handler of errors: a clear sentence, the right status, and the typed text kept."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.foundation.database import db
from app.foundation.errors import DomainError, Moved, StaleVersion, WrongState
from app.web.bodies import read_away
from app.web.gatekeeper import ForeignHost, came_from_other_site
from app.web.page_parts import Link
from app.web.second_try import deserves_another, try_again
from app.web.typed_fields import typed_rows
from config import ROOT, Settings

DATABASE_AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
NEVER_SENT_BACK = frozenset({"csrf_token", "password", "password_confirm", "current_password", "one_time_code", "credential"})
TOO_LONG = 413
TOO_MANY = 429
LONG_ENOUGH_TO_MISS = 20
"""Letters from which a typed text is shown again by a page that refuses it; codes, dates and names are soon written anew."""


@dataclass(frozen=True)
class ErrorText:
    """What an error page says: a title, what happened, and what the reader can do."""

    title: Any
    sentence: Any
    what_to_do: Any


TEXTS = {
    400: ErrorText(
        _l("The page could not read this request"),
        _l("Part of what your browser sent is missing or damaged. Nothing was saved."),
        _l("Go back, reload the page and try again. What you typed is still in the form."),
    ),
    403: ErrorText(
        _l("Your role does not include this page"),
        _l("You are signed in, but this work belongs to another role."),
        _l("Ask your administrator if you need it for your work."),
    ),
    404: ErrorText(
        _l("Not found"),
        _l("There is no such page or record, or it lies outside your offices."),
        _l("Check the address, or look for the person or the case in the search box."),
    ),
    405: ErrorText(
        _l("This address does not take that request"),
        _l("The page was opened in a way that it does not offer. Nothing was changed."),
        _l("Go back and use the buttons of the page."),
    ),
    409: ErrorText(
        _l("The record has changed meanwhile"),
        _l("Somebody saved a change since you opened the page. Nothing was overwritten."),
        _l("Open the record again, compare, and write your change there."),
    ),
    413: ErrorText(
        _l("That is too much at once"),
        _l("What you sent is larger than this page accepts. Nothing was saved."),
        _l("Shorten the text or send a smaller file. Go back: what you typed is still in the form."),
    ),
    422: ErrorText(
        _l("Something needs to be mended"),
        _l("The page understood what you sent, but a rule does not admit it. Nothing was saved."),
        _l("Go back and mend it. What you typed is still in the form."),
    ),
    429: ErrorText(
        _l("Too many tries in a short time"),
        _l("To protect the accounts, the page waits a little."),
        _l("Wait a minute and try again."),
    ),
    500: ErrorText(
        _l("Something failed on our side"),
        _l("The page met a fault of its own. What was not confirmed was not saved."),
        _l("Try again in a moment. If it happens again, tell your administrator the number below."),
    ),
    503: ErrorText(
        _l("The database is starting again"),
        _l("Quipu cannot reach its database at the moment. What you typed is kept on this page."),
        _l("Wait a few seconds and try again. Nothing is saved twice."),
    ),
}
NOT_NOW = ErrorText(
    _l("This cannot be done now"),
    _l("The record has moved on since you opened the page. Nothing was changed."),
    _l("Open the record again: it shows what can be done there now."),
)
"""A step that the record's present state does not admit: there is nothing to compare."""
TOOK_TOO_LONG = ErrorText(
    _l("This took too long"),
    _l("The database gave up before it had an answer. Nothing was saved; what you typed is kept on this page."),
    _l("Ask for less at once, such as fewer words or a shorter time, or try again later."),
)
GAVE_UP = "57014"
"""SQLSTATE query_canceled: a statement of a page ran longer than its role may (``ops/roles.py``)."""


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, answer_domain_error)
    app.register_error_handler(CSRFError, answer_forged_form)
    app.register_error_handler(ForeignHost, answer_foreign_host)
    app.register_error_handler(HTTPException, answer_http_error)
    for error in DATABASE_AWAY:
        app.register_error_handler(error, answer_database_away)
    app.register_error_handler(sa.exc.DBAPIError, answer_database_error)
    app.register_error_handler(Exception, answer_fault)


def answer_domain_error(error: DomainError) -> ResponseReturnValue:
    differences = error.differences if isinstance(error, StaleVersion) else {}
    # Upper rooms write down what was shown or refused: they read it here.
    g.shows_differences = bool(differences)
    shown = {str(value) for pair in differences.values() for value in pair}
    texts = {"title": NOT_NOW.title, "what_to_do": NOT_NOW.what_to_do} if isinstance(error, WrongState) else {}
    return _page(error.status, sentence=error.sentence, differences=differences, typed_words=typed_words(shown), **texts)


def answer_moved(error: Moved, way: Link) -> ResponseReturnValue:
    """A form for a record that is part of another by now: nothing is saved, and the page leads to that one."""
    rows = typed_rows(kept_fields())
    shown = [str(row.value) for row in rows]
    texts = {
        "title": NOT_NOW.title,
        "what_to_do": _l("What you typed and still need stands below.")
        if rows
        else _l("Nothing was saved. Choose it again in that file."),
    }
    typed = {"typed_rows": rows, "typed_words": typed_words(shown)}
    return _page(WrongState.status, sentence=error.sentence, way=way, **texts, **typed)


def answer_forged_form(_error: CSRFError) -> ResponseReturnValue:
    """A form without a valid token is not sent again by a button: it may come from another site."""
    g.is_forged = True
    return _page(
        400,
        sentence=_l("The form had expired or did not come from this page. Nothing was saved."),
        what_to_do=_l("Go back, reload the page, and save again. What you typed is still in the form."),
        typed_words=[] if came_from_other_site() else typed_words(),
    )


def answer_foreign_host(_error: ForeignHost) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    return _page(
        400,
        title=_l("This is not the address of this Quipu"),
        sentence=_l("Your browser asked for another address than the one where this Quipu answers. Nothing was opened."),
        what_to_do=_l("Open %(address)s instead.", address=settings.public_url),
    )


def answer_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or 500
    if status == TOO_LONG:
        read_away(request)
    # A body that is too long must not be read for what was typed.
    body, _ = _page(status, typed_words=typed_words() if status == TOO_MANY else [])
    response = error.get_response()
    response.data = body
    if status == TOO_MANY:
        response.headers["Retry-After"] = "60"
    return response, status


def answer_database_away(error: sa.exc.SQLAlchemyError) -> ResponseReturnValue:
    """The database is away: the page offers to send the same form again; its submission id keeps it from doubling.

    It carries the token that it came with: the session that a fresh one would belong to cannot be read.
    """
    if isinstance(error, sa.exc.DBAPIError) and deserves_another(error):
        return try_again()
    took_too_long = getattr(getattr(error, "orig", None), "sqlstate", None) == GAVE_UP
    happened = "statement took too long" if took_too_long else "database away"
    structlog.get_logger().warning(
        happened, request_id=g.get("request_id"), error=type(error).__name__, route=str(request.url_rule)
    )
    body, status = _page(
        503,
        kept_fields=kept_fields(),
        kept_token=request.form.get("csrf_token") if request.method == "POST" else None,
        **(vars(TOOK_TOO_LONG) if took_too_long else {}),
    )
    return body, status, {"Retry-After": "5"}


def answer_database_error(error: sa.exc.DBAPIError) -> ResponseReturnValue:
    if error.connection_invalidated or getattr(error.orig, "sqlstate", None) in {"57P01", "57P02", "57P03"}:
        return answer_database_away(error)
    return try_again() if deserves_another(error) else answer_fault(error)


def answer_fault(error: Exception) -> ResponseReturnValue:
    log = structlog.get_logger()
    route = str(request.url_rule)
    log.error("fault", request_id=g.get("request_id"), error=type(error).__name__, place=_place_of(error), route=route)
    if request.environ.get("quipu.raise_faults"):
        raise error
    body, status = _page(InternalServerError.code)
    return body, status


def _place_of(error: Exception) -> str:
    """File, line and function of Quipu's own code nearest to the fault; a full trace could carry typed values."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(str(ROOT / "app")) and not frame.filename.endswith("doors.py")]
    nearest = (own or frames)[-1]
    return f"{Path(nearest.filename).name}:{nearest.lineno} {nearest.name}"


def kept_fields() -> Iterable[tuple[str, str]]:
    """Names and values of the form that was sent, without secrets and its token."""
    if request.method != "POST":
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_SENT_BACK]


def typed_words(shown: Collection[str] = ()) -> list[str]:
    """The sentences of a form that is not saved, to be copied: going back does not bring them in every browser."""
    typed = (value.strip() for _name, value in kept_fields())
    return [words for words in typed if len(words) >= LONG_ENOUGH_TO_MISS and " " in words and words not in shown]


def _page(status: int, **overrides: Any) -> tuple[str, int]:
    db.session.rollback()
    if status >= 500:
        # The page of a fault must not ask the database who reads it: the database may be the fault.
        g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where flask_login keeps the reader
    texts = TEXTS.get(status, TEXTS[500] if status >= 500 else TEXTS[400])
    sentence = overrides.pop("sentence", texts.sentence)
    what_to_do = overrides.pop("what_to_do", texts.what_to_do)
    page = render_template(
        "error.html",
        status=status,
        title=overrides.pop("title", texts.title),
        sentence=sentence,
        what_to_do=what_to_do,
        request_id=g.get("request_id"),
        **overrides,
    )
    return page, status
