"""Forms that somebody began and has not finished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.accounts import drafts
from app.accounts.questions import registered_since
from app.foundation.actor import Actor
from app.foundation.drafts import KeptDraft
from app.foundation.ids import new_id
from app.web.filters import instant
from app.web.page_parts import Action, Link, TaskRow


@dataclass(frozen=True)
class DraftLine:
    """One form that was begun: how to go on with it, and how to throw it away.

    Attributes:
        registered: the file of whom it names, who was registered with another form since.
    """

    link: Link
    since: str
    discard: Action
    registered: Link | None = None


def draft_rows(actor: Actor, kept: Sequence[KeptDraft]) -> list[TaskRow]:
    """A row of the day for each form that was begun."""
    registered = _registered(actor, kept)
    return [_row(draft, registered.get(draft.id)) for draft in kept]


def draft_lines(actor: Actor, kept: Sequence[KeptDraft]) -> list[DraftLine]:
    """The same as a list of one's own, where drafts are thrown away too: last those whose person is registered since."""
    registered = _registered(actor, kept)
    lines = [_line(draft, registered.get(draft.id)) for draft in kept]
    return sorted(lines, key=lambda line: line.registered is not None)


def drafts_of_page(actor: Actor, kept: Iterable[KeptDraft], page: str, *, but: str | None = None) -> list[DraftLine]:
    """What was begun on one page and waits to be gone on with.

    Args:
        page: the endpoint.
        but: the submission that is open already.
    """
    return draft_lines(actor, [draft for draft in kept if draft.page == page and str(draft.submission_id) != but])


def _registered(actor: Actor, kept: Sequence[KeptDraft]) -> Mapping[UUID, Link]:
    found: dict[UUID, Link] = {}
    for answer in registered_since.ask_all(actor, kept):
        found |= answer
    return found


def _row(draft: KeptDraft, registered: Link | None) -> TaskRow:
    what, since = _name(draft), _since(draft)
    return TaskRow(
        what,
        Action(_("Go on with the form"), drafts.address_of_draft(draft), hidden_text=f"{what}, {since}"),
        who=_("registered since: %(code)s", code=registered.text) if registered else None,
        who_href=registered.href if registered else None,
        since=since,
    )


def _line(draft: KeptDraft, registered: Link | None) -> DraftLine:
    name, since = _name(draft), _since(draft)
    throw_away = Action(
        _("Throw the draft away"),
        url_for("accounts.discard_draft", draft_id=draft.submission_id),
        method="post",
        hidden_text=f"{name}, {since}",
        fields={"submission_id": str(new_id())},
    )
    return DraftLine(Link(name, drafts.address_of_draft(draft)), since, throw_away, registered)


def _name(draft: KeptDraft) -> str:
    """What the form is for, with the name that was typed into it, else the code of the file that it is about."""
    words, called = drafts.words_of(draft.page)
    typed = dict(reversed(draft.fields))
    name = " ".join(typed[field] for field in called if typed.get(field)) or typed.get(drafts.CODE)
    return f"{words}: {name}" if name else str(words)


def _since(draft: KeptDraft) -> str:
    return str(_("saved %(when)s", when=instant(draft.saved_at)))
