"""Forms on paper: ``@prints`` lets the form of a view be printed, blank to write on, or filled as the page shows it.

The view itself makes the form, so that paper and screen cannot differ, and whoever may not open the page prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, Response, abort, before_render_template, g, has_request_context, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app.accounts.doors import current_actor
from app.audit.services import record
from app.foundation.clock import now
from app.foundation.transactions import transaction
from app.web.languages import LANGUAGES
from app.web.printed_forms import Paper, print_blank, print_filled
from app.web.shell import page_language

PRINT, LANGUAGE = "print", "language"
"""Of the address: ``blank`` or ``filled``; and in which language of ours, else the reader's."""
BLANK, FILLED = "blank", "filled"
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Printed:
    """What a view says of its form on paper; see ``Paper``."""

    words: Any
    one_of: tuple[str, ...] = ()
    hints: Callable[[], Mapping[str, str]] = dict


def init_app(app: Flask) -> None:
    app.context_processor(printable)
    before_render_template.connect(_note_form, app)


def prints(words: Any, *, one_of: tuple[str, ...] = (), hints: Callable[[], Mapping[str, str]] = dict) -> Callable[[View], View]:
    """Let the form of this view be printed.

    Args:
        words: the title of the form on paper.
        one_of: fields of which one has to be answered, and any of them will do.
        hints: words above the answers by name of the field, in the language of the paper.
    """
    printed = Printed(words=words, one_of=one_of, hints=hints)

    def decorate(view: View) -> View:
        @wraps(view)
        def printing(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            g.printed = printed
            wanted = request.args.get(PRINT) if request.method == "GET" else None
            if wanted not in {BLANK, FILLED}:
                return cast("ResponseReturnValue", view(*args, **kwargs))
            language = request.args.get(LANGUAGE) or page_language().partition("-")[0]
            if language not in LANGUAGES:
                abort(404)
            with force_locale(language):
                return _paper(printed, lambda: view(*args, **kwargs), is_filled=wanted == FILLED, language=language)

        return cast("View", printing)

    return decorate


def _paper(printed: Printed, show: Callable[[], Any], *, is_filled: bool, language: str) -> ResponseReturnValue:
    """The form that the page would show, on paper instead; a view that leads elsewhere is followed."""
    shown: list[tuple[Any, str | None]] = []
    g.forms_shown = shown
    answer = show()
    del g.forms_shown
    if not shown:
        return cast("ResponseReturnValue", answer)
    form, about = shown[0]
    code = str(request.endpoint).replace(".", "-").replace("_", "-")
    paper = Paper(
        title=str(printed.words),
        code=code,
        language=language,
        one_of=printed.one_of,
        hints=printed.hints(),
        about=about,
    )
    content = (print_filled if is_filled else print_blank)(form, paper, made_at=now())
    if is_filled:
        _note_printing()
    return _file(content, f"{code}-{language}.pdf")


def _note_form(_app: Flask, context: Mapping[str, Any], **_rest: Any) -> None:
    """Keep the form of a page that is printed. Every request of the process is heard here: each keeps its own only."""
    shown: list[tuple[Any, str | None]] | None = g.get("forms_shown")
    if shown is not None and context.get("form"):
        shown.append((context["form"], _code_of_file(context)))


def _code_of_file(context: Mapping[str, Any]) -> str | None:
    """The code of the file that a form is about, by which its paper is put to it; None for a form about nobody yet."""
    page = context.get("page")
    frame = context.get("frame") or getattr(page, "frame", page)
    code = getattr(frame, "code", None)
    return str(code) if code else None


def _note_printing() -> None:
    """What a file says left it on paper."""
    actor, (kind, subject_id) = current_actor(), _subject()
    with transaction():
        record(actor, "form:printed", subject_type=kind, subject_id=subject_id, office_id=actor.office_id)


def _subject() -> tuple[str | None, UUID | None]:
    values = request.view_args or {}
    named = next((name for name in ("person_id", "case_id") if isinstance(values.get(name), UUID)), None)
    return (named.removesuffix("_id"), values[named]) if named else (None, None)


def _file(content: bytes, name: str) -> Response:
    response = make_response(content)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def printable() -> dict[str, Any]:
    """Whether the form on the page can be printed, and where."""
    return {"printable": bool(has_request_context() and g.get("printed")), "address_to_print": address_to_print}


def address_to_print(wanted: str) -> str:
    """The address of this page's form on paper."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name not in {PRINT, LANGUAGE}]
    return f"{request.path}?{urlencode([*asked, (PRINT, wanted)])}"
