"""Forms that somebody began and has not finished."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.accounts import drafts
from app.foundation.drafts import KeptDraft
from app.foundation.ids import new_id
from app.web.filters import instant
from app.web.page_parts import Action, Link, TaskRow


@dataclass(frozen=True)
class DraftLine:
    """One form that was begun: how to go on with it, and how to throw it away."""

    link: Link
    since: str
    discard: Action


def draft_rows(kept: Sequence[KeptDraft]) -> list[TaskRow]:
    """A row of the day for each form that was begun."""
    return [_row(draft) for draft in kept]


def draft_lines(kept: Sequence[KeptDraft]) -> list[DraftLine]:
    """The same as a list of one's own, where drafts are thrown away too."""
    return [_line(draft) for draft in kept]


def drafts_of_page(kept: Iterable[KeptDraft], page: str, *, but: str | None = None) -> list[DraftLine]:
    """What was begun on one page and waits to be gone on with.

    Args:
        page: the endpoint.
        but: the submission that is open already.
    """
    return [_line(draft) for draft in kept if draft.page == page and str(draft.submission_id) != but]


def _row(draft: KeptDraft) -> TaskRow:
    what, since = _name(draft), _since(draft)
    return TaskRow(
        what, Action(_("Go on with the form"), drafts.address_of_draft(draft), hidden_text=f"{what}, {since}"), since=since
    )


def _line(draft: KeptDraft) -> DraftLine:
    name, since = _name(draft), _since(draft)
    throw_away = Action(
        _("Throw the draft away"),
        url_for("accounts.discard_draft", draft_id=draft.submission_id),
        method="post",
        hidden_text=f"{name}, {since}",
        fields={"submission_id": str(new_id())},
    )
    return DraftLine(Link(name, drafts.address_of_draft(draft)), since, throw_away)


def _name(draft: KeptDraft) -> str:
    """What the form is for, with the name that was typed into it, else the code of the file that it is about."""
    words, called = drafts.words_of(draft.page)
    typed = dict(reversed(draft.fields))
    name = " ".join(typed[field] for field in called if typed.get(field)) or typed.get(drafts.CODE)
    return f"{words}: {name}" if name else str(words)


def _since(draft: KeptDraft) -> str:
    return str(_("saved %(when)s", when=instant(draft.saved_at)))
