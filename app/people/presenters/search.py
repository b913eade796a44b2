"""Search results."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.pagination import Page
from app.people.labels import SEX_LABELS
from app.people.presenters.words import age_in_words, nationalities_in_words, person_name
from app.people.queries import FoundBy
from app.web.page_parts import Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.people.queries import PersonHit


def results_table(actor: Actor, page: Page[PersonHit]) -> Table:
    """The people found, best first."""
    today = today_in(actor.time_zone)
    columns = [
        Column(_("Name")),
        Column(_("Age")),
        Column(_("Sex")),
        Column(_("Nationality")),
        Column(_("Code")),
        Column(_("Office")),
    ]
    return Table(_("People found"), columns, [_result(hit, today) for hit in page.rows], caption_hidden=True)


FOUND_BY_LABELS = {FoundBy.DOCUMENT: _l("Found by document number"), FoundBy.PHONE: _l("Found by phone")}
"""What was typed is said by its kind: the number itself is on the person's file."""


def _found_person(hit: PersonHit) -> Link | list[Any]:
    name = Link(person_name(hit.person), url_for("people.show_person", person_id=hit.person.id))
    return name if hit.found_by is None else [name, Tag(str(FOUND_BY_LABELS[hit.found_by]), "info")]


def _result(hit: PersonHit, today: date) -> list[Any]:
    person = hit.person
    return [
        _found_person(hit),
        age_in_words(person, today),
        str(SEX_LABELS[person.sex]),
        nationalities_in_words(person),
        person.code,
        person.office.name,
    ]
