"""Search results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people.labels import SEX_LABELS
from app.people.presenters.words import age_in_words, death_tag, nationalities_in_words, person_name
from app.people.queries import MOST_HITS, FoundBy
from app.web.filters import number
from app.web.page_parts import Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.people.models import Person
    from app.people.queries import FoundPeople, PersonHit


@dataclass(frozen=True)
class SearchPage:
    """The people found, and what helps to find the one who is meant.

    Attributes:
        how_many: that there are more than one looks through, and what to add; None where one looks through them.
        whose_birth: how the birth that was typed was taken; None where none was.
        without_birth: the button that looks for the name alone.
    """

    table: Table
    how_many: str | None
    whose_birth: str | None
    without_birth: Mapping[str, Any] | None


def search_page(actor: Actor, found: FoundPeople) -> SearchPage:
    return SearchPage(_results_table(actor, found), _how_many(found), _whose_birth(found), _without_birth(found))


def _how_many(found: FoundPeople) -> str | None:
    if not found.are_too_many:
        return None
    people = number(found.among)
    if found.among >= MOST_HITS:
        told = _("At least %(people)s people have such a name.", people=people)
    else:
        told = _("%(people)s people have such a name.", people=people)
    return f"{told} {_what_to_add(found)}"


def _what_to_add(found: FoundPeople) -> str:
    if found.looked_for.birth is not None and not found.is_despite_birth:
        return str(_("Add the other surname or another given name."))
    example = f"{found.looked_for.names} {EXAMPLE_YEAR}"
    return str(_("Add the other surname, another given name, or the year of birth, such as: %(example)s", example=example))


def _whose_birth(found: FoundPeople) -> str | None:
    birth = found.looked_for.birth
    if birth is None or not found.rows:
        return None
    if found.is_despite_birth:
        told = _("Nobody found with this name was born in %(year)s. Those with another year follow.", year=birth.year)
    elif birth.month is not None:
        told = _(
            "Only who may be born in %(year)s; those born on the very day or in the very month stand first.", year=birth.year
        )
    else:
        told = _("Only who may be born in %(year)s; those whose birth is not known stand last.", year=birth.year)
    return str(told)


def _without_birth(found: FoundPeople) -> Mapping[str, Any] | None:
    if found.looked_for.birth is None or found.is_despite_birth or not found.rows:
        return None
    address, fields = url_for("people.start_search"), {"q": found.looked_for.names}
    return {"text": _("Search in all years"), "href": address, "method": "post", "fields": fields}


def _results_table(actor: Actor, page: FoundPeople) -> Table:
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


EXAMPLE_YEAR = "1987"
FOUND_BY_LABELS = {FoundBy.DOCUMENT: _l("Found by document number"), FoundBy.PHONE: _l("Found by phone")}
"""What was typed is said by its kind: the number itself is on the person's file."""


def _found_person(hit: PersonHit) -> Link | list[Any]:
    name = Link(person_name(hit.person), url_for("people.show_person", person_id=hit.person.id))
    found_by = Tag(str(FOUND_BY_LABELS[hit.found_by]), "info") if hit.found_by else None
    tags = [tag for tag in (death_tag(hit.person), found_by) if tag]
    return [name, *tags] if tags else name


def _result(hit: PersonHit, today: date) -> list[Any]:
    person = hit.person
    return [
        _found_person(hit),
        _age(person, today),
        str(SEX_LABELS[person.sex]),
        nationalities_in_words(person),
        person.code,
        person.office.name,
    ]


def _age(person: Person, today: date) -> str:
    """With the year of birth, by which people with the same name are told apart."""
    age = age_in_words(person, today)
    return f"{age} ({person.birth.year})" if person.birth else age
