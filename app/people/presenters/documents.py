"""The identity documents and the grounds of stay on a person's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.partial_date import PartialDate
from app.people.enums import DocumentState
from app.people.labels import OBSTACLE_LABELS, STATE_LABELS, STAY_LABELS
from app.people.presenters.checks import number_to_check, to_check
from app.people.presenters.words import country_in_words, reader_locale, said_in_words
from app.web.erased import shown
from app.web.filters import day
from app.web.page_parts import Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.people.models import IdentityDocument, Stay

DAYS_BEFORE_EXPIRY = 90
"""From so many days before its last one a permit is marked: as long as a renewal may take."""


def documents_table(documents: Sequence[IdentityDocument], today: date, *, may_change: bool) -> Table | None:
    """The documents with where they are and how long they are valid; None where none is recorded."""
    if not documents:
        return None
    columns = [
        Column(_("Document")), Column(_("Issued by")), Column(_("Number")), Column(_("Where it is")),
        Column(_("Document validity")),
    ]  # fmt: skip
    rows = [_document(document, today) for document in documents]
    if may_change:
        columns.append(Column(_("Action"), kind="action", hidden=True))
        for row, document in zip(rows, documents, strict=True):
            row.append(_change_link(document))
    return Table(_("Identity documents"), columns, rows, caption_hidden=True)


def stays_table(stays: Sequence[Stay], today: date, *, may_change: bool) -> Table | None:
    """The grounds of stay, those in force first; None where none is recorded."""
    if not stays:
        return None
    columns = [Column(_("Country")), Column(_("On what ground")), Column(_("Valid until"))]
    rows: list[list[Any]] = [[country_in_words(stay.country), _ground(stay), _validity_of_stay(stay, today)] for stay in stays]
    if may_change:
        columns.append(Column(_("Action"), kind="action", hidden=True))
        for row, stay in zip(rows, stays, strict=True):
            row.append([_days_link(stay), *([] if stay.ended_on else [_end_link(stay)])])
    return Table(_("Stay and permits"), columns, rows, caption_hidden=True)


def _document(document: IdentityDocument, today: date) -> list[Any]:
    kind, locale = document.document_type, reader_locale()
    number = shown(document, "number")
    doubtful = [number, to_check()] if number_to_check(document) else number
    validity = _validity(PartialDate.from_date(document.expires_on), today) if document.expires_on else None
    return [kind.name(locale), kind.country.name(locale), doubtful, _state(document), validity]


def _state(document: IdentityDocument) -> Any:
    words = str(STATE_LABELS[document.state])
    if document.state is DocumentState.HELD:
        return words
    why = str(OBSTACLE_LABELS[document.obstacle]) if document.obstacle else None
    return [Tag(words, "due"), *([why] if why else [])]


def _ground(stay: Stay) -> str:
    words = str(STAY_LABELS[stay.kind])
    return f"{words} · {stay.document_type.name(reader_locale())}" if stay.document_type else words


def _validity_of_stay(stay: Stay, today: date) -> Any:
    if stay.ended_on is not None:
        return [Tag(_("Ended")), day(stay.ended_on)]
    since, until = stay.said_from, stay.said_until
    if since is not None and since.earliest > today:
        return [Tag(_("Has not begun yet")), ", ".join([_since(since), *([_until(until)] if until else [])])]
    return _validity(until, today) if until else _("no last day known")


def _validity(last_day: PartialDate, today: date) -> list[str | Tag]:
    """How long it is valid, as it was said; a month or year that was said without its day counts to its last one."""
    left = (last_day.latest - today).days
    if left < 0:
        return [Tag(_("Expired"), "late"), said_in_words(last_day)]
    if left > DAYS_BEFORE_EXPIRY:
        return [_until(last_day)]
    words = _days_left(left) if last_day.is_exact else _days_left_at_most(left)
    return [Tag(words, "due"), f"({said_in_words(last_day)})"]


def _since(first_day: PartialDate) -> str:
    said = said_in_words(first_day)
    return str(_("from %(day)s", day=said) if first_day.is_exact else _("from %(month_or_year)s", month_or_year=said))


def _until(last_day: PartialDate) -> str:
    said = said_in_words(last_day)
    return str(_("until %(day)s", day=said) if last_day.is_exact else _("until %(month_or_year)s", month_or_year=said))


def _days_left(left: int) -> str:
    if left == 0:
        return str(_("Expires today"))
    return str(ngettext("Expires in %(num)s day", "Expires in %(num)s days", left))


def _days_left_at_most(left: int) -> str:
    if left == 0:
        return str(_("Expires today at the latest"))
    return str(ngettext("Expires in %(num)s day at the latest", "Expires in %(num)s days at the latest", left))


def _change_link(document: IdentityDocument) -> Link:
    href = url_for("people.change_document", person_id=document.person_id, document_id=document.id)
    return Link(_("Change it"), href, hidden_text=document.document_type.name(reader_locale()))


def _end_link(stay: Stay) -> Link:
    href = url_for("people.end_stay", person_id=stay.person_id, stay_id=stay.id)
    return Link(_("Has ended"), href, hidden_text=str(STAY_LABELS[stay.kind]))


def _days_link(stay: Stay) -> Link:
    href = url_for("people.correct_stay", person_id=stay.person_id, stay_id=stay.id)
    return Link(_("Correct the days"), href, hidden_text=str(STAY_LABELS[stay.kind]))
