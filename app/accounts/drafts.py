"""Pages whose form is kept while it is typed: ``@keeps_drafts`` under the door of a view is all that one needs.

The layout of forms then says when it was saved, the script saves as one types, and "Save and go on later" does without it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, Response, current_app, flash, g, has_request_context, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from app.accounts import services
from app.accounts.doors import current_actor
from app.accounts.questions import part_of_record
from app.foundation.actor import Actor
from app.foundation.drafts import (
    KeptDraft,
    SavedAlready,
    Typed,
    TypedElsewhere,
    browser_key,
    browser_owner,
    find_draft,
)
from app.foundation.errors import WrongState
from app.foundation.ids import new_id
from app.foundation.transactions import transaction
from app.web.error_pages import NEVER_SENT_BACK
from app.web.forms import DAMAGED, TYPED_BEFORE

KEEP = "keep_draft"
"""Name of the buttons that keep a draft; their value says where to go on: a section of the page, or ``LATER``."""
A_SECTION = re.compile(r"[a-z0-9-]{1,40}")
"""The id of a section of a page."""
LATER, QUIETLY, NO_MORE = "later", "quietly", "no-more"
"""Go home and come back some day; answer the script, which asks for no page; or drop it: only a name was looked up."""
OWNER, MARK, AFTER, SENT = "draft_owner", "draft_mark", "draft_after", "draft_sent"
"""Whose page it is; the state that the server has; all states before; and the state that was sent, by the script's naming."""
CODE = "draft_about"
"""The code of the file that the form is about, such as ``CUC-2026-00412``: kept with what is typed, to recognise it by."""
ABOUT_DRAFTS = frozenset({KEEP, OWNER, MARK, AFTER, SENT})
OPEN = "draft"
"""Of the address: the submission id of the draft to go on with."""
PRINT = "print"
WAS = "was"
"""Of the address: the id of a record that became part of the one whose page this is, since the draft was typed."""
NOT_OF_THE_FORM = frozenset({OPEN, PRINT, WAS})
"""Of the address too, and the same form with or without them. On paper the language is that of the paper."""
SETTLED = "settled_draft"
"""Session key: the form that the server has just taken over, so that the browser forgets what it kept of it."""
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class DraftOnPage:
    """What the layout of forms needs of a form that is kept: for the browser its key and owner, for the reader the time.

    Attributes:
        called: the fields of a name; a form in which nothing else was typed may have been a look-up.
    """

    owner: str
    key: str
    time_zone: str
    address: str
    mark: str
    saved_at: datetime | None
    is_answer: bool
    called: Sequence[str] = ()


def init_app(app: Flask) -> None:
    app.context_processor(settled_draft)


def keeps_drafts(words: Any, *, called: Sequence[str] = ()) -> Callable[[View], View]:
    """Keep what is typed into the form of this view.

    Args:
        words: what the form is for, such as "Registration of a person".
        called: the fields by whose text one recognises a draft in a list.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            actor = current_actor()
            g.draft = replace(_on_page(actor), called=called)
            if request.method != "POST":
                return _go_on(actor) or cast("ResponseReturnValue", view(*args, **kwargs))
            _check_own(actor)
            if KEEP in request.form:
                return _keep(actor)
            answer = view(*args, **kwargs)
            _note_settled(answer)
            return cast("ResponseReturnValue", answer)

        cast("Any", kept).draft_words, cast("Any", kept).draft_called = words, tuple(called)
        return cast("View", kept)

    return decorate


def _go_on(actor: Actor) -> ResponseReturnValue | None:
    """Lay out the draft that the address names; an address whose draft is gone leads to an empty form."""
    if OPEN not in request.args:
        return None
    draft = find_draft(actor, _uuid(request.args[OPEN]) or UUID(int=0))
    if draft is None or not _is_here(draft):
        flash(_("Nothing is kept of that form any more: it was saved or thrown away."), "info")
        return redirect(own_address(), HTTPStatus.SEE_OTHER)
    g.draft = _on_page(actor, draft)
    setattr(g, TYPED_BEFORE, MultiDict([*draft.fields, ("submission_id", str(draft.submission_id))]))
    return None


def _is_here(draft: KeptDraft) -> bool:
    """Whether a draft is one of this page's form."""
    is_on_paper = PRINT in request.args and draft.address.partition("?")[0] == request.path
    return is_on_paper or own_address() in {draft.address, *_since_moved(draft.address)}


def _since_moved(address: str) -> list[str]:
    """Where a draft lies by now whose record became part of another; that it did is not taken from the page's address."""
    was = _uuid(request.args.get(WAS, ""))
    if was is None:
        return []
    return [address.replace(str(was), str(became)) for became in part_of_record.ask_all(current_actor(), was) if became]


def browser_of(actor: Actor) -> DraftOnPage:
    """What a page without such a form needs so that the browser can hand over what it kept while the server was away."""
    return _on_page(actor)


def _on_page(actor: Actor, draft: KeptDraft | None = None) -> DraftOnPage:
    assert actor.id is not None  # noqa: S101 - only users have pages with forms that are kept
    return DraftOnPage(
        owner=browser_owner(actor.id),
        key=b64encode(browser_key(actor.id)).decode(),
        time_zone=actor.time_zone,
        address=own_address(),
        mark=str(draft.mark) if draft else request.form.get(MARK, ""),
        saved_at=draft.saved_at if draft else None,
        is_answer=request.method == "POST",
    )


def _check_own(actor: Actor) -> None:
    """On a shared phone a page may still be open that somebody else typed into."""
    owner = request.form.get(OWNER)
    if owner and actor.id and owner != browser_owner(actor.id):
        raise WrongState(
            _l("Somebody else opened this page and typed into it. Nothing was saved. They find it again when they sign in here.")
        )


def _keep(actor: Actor) -> ResponseReturnValue:
    where = request.form[KEEP]
    typed = _typed()
    if where == NO_MORE:
        with transaction():
            services.discard_draft(actor, typed.submission_id)
        return to_the_script(HTTPStatus.NO_CONTENT)
    try:
        with transaction():
            services.keep_draft(actor, typed)
    except SavedAlready:
        return to_the_script(HTTPStatus.GONE) if where == QUIETLY else redirect("/", HTTPStatus.SEE_OTHER)
    except TypedElsewhere:
        if where == QUIETLY:
            return to_the_script(HTTPStatus.PRECONDITION_FAILED)
        typed = _keep_apart(actor, typed)
    return to_the_script(HTTPStatus.NO_CONTENT) if where == QUIETLY else _lead_on(where, typed)


def keeps_forms_of(view: Any) -> bool:
    """Whether drafts are kept of the form of a view."""
    return hasattr(view, "draft_words")


def keep_what_was_sent(actor: Actor) -> str:
    """Keep a form that was sent in vain as a draft; gives the address where it opens as it was typed.

    Raises:
        WrongState: somebody else typed it, it is too long, too many others are kept, or it carries no submission id.
    """
    _check_own(actor)
    typed = _typed()
    session[SETTLED] = str(typed.submission_id)
    try:
        with transaction():
            services.keep_draft(actor, typed)
    except SavedAlready:
        return typed.address
    except TypedElsewhere:
        typed = _keep_apart(actor, typed)
    return address_of_draft(typed)


def to_the_script(status: HTTPStatus) -> Response:
    """An answer that is no page: the script asks for its status only."""
    return Response(status=status, mimetype="text/plain")


def _keep_apart(actor: Actor, typed: Typed) -> Typed:
    """Another device went on with the form: both states stay, each as a draft of its own."""
    apart = replace(typed, submission_id=new_id(), after=())
    with transaction():
        services.keep_draft(actor, apart)
    return apart


def _lead_on(where: str, typed: Typed) -> ResponseReturnValue:
    if where == LATER:
        flash(_("What you typed is kept for you for 14 days. You find it on your first page."), "success")
        return redirect("/", HTTPStatus.SEE_OTHER)
    anchor = f"#{where}" if A_SECTION.fullmatch(where) else ""
    return redirect(address_of_draft(typed) + anchor, HTTPStatus.SEE_OTHER)


def address_of_draft(draft: Typed | KeptDraft) -> str:
    """Where to go on with a draft."""
    return f"{draft.address}{'&' if '?' in draft.address else '?'}{OPEN}={draft.submission_id}"


def own_address() -> str:
    """Path and query of the form's page, whichever draft it shows."""
    query = urlencode([(name, value) for name, value in request.args.items(multi=True) if name not in NOT_OF_THE_FORM])
    return f"{request.path}?{query}" if query else request.path


def _typed() -> Typed:
    """
    Raises:
        WrongState: the form carries no submission id.
    """
    submission_id = _uuid(request.form.get("submission_id", ""))
    if submission_id is None:
        raise WrongState(DAMAGED)
    left_out = NEVER_SENT_BACK | ABOUT_DRAFTS | {"submission_id"}
    known = [_uuid(mark) for mark in [*request.form.get(AFTER, "").split(","), request.form.get(MARK, "")]]
    after = frozenset(mark for mark in known if mark)
    named = _uuid(request.form.get(MARK if request.form.get(KEEP) == QUIETLY else SENT, ""))
    return Typed(
        submission_id=submission_id,
        page=str(request.endpoint),
        address=own_address(),
        fields=[(name, value) for name, value in request.form.items(multi=True) if name not in left_out],
        mark=named or new_id(),
        after=after,
    )


def _note_settled(answer: Any) -> None:
    """A form that led on was saved: the browser need not keep what was typed."""
    saved = getattr(answer, "status_code", None) == HTTPStatus.SEE_OTHER
    if saved and (submission_id := _uuid(request.form.get("submission_id", ""))):
        session[SETTLED] = str(submission_id)


def settled_draft() -> dict[str, Any]:
    """What the layouts need to know: the form on this page, and the one that was saved just before."""
    if not has_request_context():
        return {}
    settled = session.pop(SETTLED, None) if current_user.is_authenticated and SETTLED in session else None
    return {"draft": g.get("draft"), "settled_draft": settled}


def words_of(page: str) -> tuple[Any, Sequence[str]]:
    """What the form of an endpoint is for, and the fields that call it; the endpoint may be gone since."""
    view = current_app.view_functions.get(page)
    return getattr(view, "draft_words", _l("A form")), getattr(view, "draft_called", ())


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
