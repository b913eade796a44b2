"""What people see of their sessions, and of forms that waited for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.accounts.enums import EndOfSession
from app.foundation.ids import new_id
from app.web.error_pages import LONG_ENOUGH_TO_MISS
from app.web.filters import instant
from app.web.page_parts import Action, Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.accounts.models import BrowserSession
    from app.accounts.queries import WaitingForm


@dataclass(frozen=True)
class SessionsPage:
    """``close_others`` is None where there are no others."""

    table: Table
    close_others: Action | None


@dataclass(frozen=True)
class HeldFormPart:
    """A form that waits: when it was sent and where to, the words of it, and all its fields to send it on."""

    title: str
    page: Link
    words: Sequence[str]
    address: str
    fields: Sequence[tuple[str, str]]
    discard: Action


def sessions_page(sessions: Sequence[BrowserSession], *, this_one: UUID | None) -> SessionsPage:
    """A row for each device that is signed in."""
    columns = [
        Column(_("Device")),
        Column(_("Signed in")),
        Column(_("Last used")),
        Column(_("Close"), kind="action", hidden=True),
    ]
    table = Table(
        caption=_("Open sessions"), caption_hidden=True, columns=columns, rows=[_row(one, this_one) for one in sessions]
    )
    return SessionsPage(table, close_others(sessions, this_one=this_one))


def close_others(sessions: Sequence[BrowserSession], *, this_one: UUID | None) -> Action | None:
    """The button that signs out every other device; None where there is none."""
    if all(one.id == this_one for one in sessions):
        return None
    return _post_action(_("Close all others"), url_for("accounts.close_other_sessions"))


def _row(session: BrowserSession, this_one: UUID | None) -> list[object]:
    device = session.device or _("unknown device")
    if session.id == this_one:
        return [device, instant(session.created_at), _("now"), Tag(_("this one"), "info")]
    url = url_for("accounts.close_session", session_id=session.id)
    close = _post_action(_("Close this session"), url, hidden_text=f"{device}, {instant(session.last_seen_at)}")
    return [device, instant(session.created_at), instant(session.last_seen_at), close]


def held_form_part(form: WaitingForm, *, sent_on: str) -> HeldFormPart:
    """One form that waits.

    Args:
        sent_on: the field by which the form, sent on, tells which one it is.
    """
    values = [value.strip() for _name, value in form.fields]
    url = url_for("accounts.discard_held_form", held_form_id=form.id)
    return HeldFormPart(
        title=_("Sent %(when)s", when=instant(form.sent_at)),
        page=Link(_("Open the page it was written on"), form.address),
        words=[value for value in values if len(value) >= LONG_ENOUGH_TO_MISS and " " in value],
        address=form.address,
        fields=[*form.fields, (sent_on, str(form.id))],
        discard=_post_action(_("Throw this form away"), url),
    )


def words_of_end(reason: EndOfSession) -> str:
    """Why somebody has to sign in again, above the sign-in form."""
    match reason:
        case EndOfSession.IDLE:
            return str(_("You were signed out after 30 minutes without use, so that nobody else reads your files."))
        case EndOfSession.TOO_OLD:
            return str(_("You were signed out: a sign-in holds for 12 hours at most."))
        case _:
            return str(_("You were signed out because your roles have changed."))


def _post_action(text: str, url: str, *, hidden_text: str | None = None) -> Action:
    return Action(text, url, method="post", hidden_text=hidden_text, fields={"submission_id": str(new_id())})
