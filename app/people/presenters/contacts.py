"""Whom to turn to when a person is not reached, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.people.labels import CARE_RELATION_LABELS
from app.web.erased import shown
from app.web.page_parts import Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.people.models import AlternateContact


def contacts_table(
    contacts: Sequence[AlternateContact], *, names: Mapping[UUID, str] | None = None, may_end: bool = False
) -> Table | None:
    """The contacts that hold; None where there is none.

    Args:
        names: of whom each one is a contact, by the ids of persons, where the page shows those of several.
    """
    if not contacts:
        return None
    of_whom = [Column(_("Contact of"))] if names else []
    ways = [Column(_("Changes"), hidden=True)] if may_end else []
    columns = [Column(_("Name")), *of_whom, Column(_("Relation")), Column(_("Phone")), Column(_("May be told")), *ways]
    rows = [
        [
            shown(contact, "name"),
            *([names[contact.person_id]] if names else []),
            str(CARE_RELATION_LABELS[contact.relation]),
            [part for part in (shown(contact, "phone"), shown(contact, "notes")) if part] or None,
            Tag(_("Yes"), "good") if contact.may_be_told else Tag(_("Do not tell"), "due"),
            *([_ending(contact)] if may_end else []),
        ]
        for contact in contacts
    ]
    return Table(_("Alternate contacts"), columns, rows, caption_hidden=True)


def _ending(contact: AlternateContact) -> Link:
    href = url_for("people.end_contact", person_id=contact.person_id, contact_id=contact.id)
    return Link(_("No longer holds"), href, shown(contact, "name"))
