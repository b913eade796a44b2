"""What was corrected in a person's file, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.pagination import Page
from app.people.corrections import value_of
from app.people.labels import FIELD_LABELS
from app.people.presenters.words import value_in_words
from app.web.addresses import address_of_pages
from app.web.erased import shown
from app.web.filters import instant
from app.web.page_parts import Column, Link, Table

if TYPE_CHECKING:
    from app.people.models import Person, PersonChange


@dataclass(frozen=True)
class CorrectionsPage:
    """The trail, newest first; ``table`` is None where nothing was corrected. ``way`` says what to do about a wrong one."""

    caption: str
    way: str
    back: Link
    table: Table | None
    changes: Page[PersonChange]
    url: str


def corrections_link(person: Person) -> Link:
    return Link(_("What was corrected"), url_for("people.show_corrections", person_id=person.id))


def corrections_page(actor: Actor, person: Person, changes: Page[PersonChange]) -> CorrectionsPage:
    columns = [Column(_("When")), Column(_("Who")), Column(_("Field")), Column(_("Before")), Column(_("Since then"))]
    rows = [_row(actor, change) for change in changes.rows]
    return CorrectionsPage(
        caption=person.code,
        way=_way(person),
        back=Link(_("The person's file"), url_for("people.show_person", person_id=person.id)),
        table=Table(_("What was corrected"), columns, rows, caption_hidden=True) if rows else None,
        changes=changes,
        url=address_of_pages("people.show_corrections", person_id=person.id),
    )


def _way(person: Person) -> str:
    if person.has_died:
        return str(_("If the family says that a correction was wrong, change the details again: both stay here."))
    return str(_("If the person says that a correction was wrong, change the details again: both stay here."))


def kept_in_words(actor: Actor, change: PersonChange, name: str) -> str | None:
    """``before`` or ``after`` of a correction as a reader sees it."""
    kept = getattr(change, name)
    if kept is None:
        return shown(change, name)
    return value_in_words(actor, change.field, value_of(change.field, kept))


def _row(actor: Actor, change: PersonChange) -> Sequence[object]:
    return [
        instant(change.changed_at, actor.time_zone),
        change.changer.name if change.changer else None,
        str(FIELD_LABELS[change.field]),
        kept_in_words(actor, change, "before"),
        kept_in_words(actor, change, "after"),
    ]
