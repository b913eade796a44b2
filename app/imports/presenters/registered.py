"""Who came of a finished import, and the children among those who are about to be registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.people.presenters import child_alert, person_facts, person_name
from app.web.filters import number, sentence
from app.web.page_parts import Column, Link, Section, Table

if TYPE_CHECKING:
    from app.imports.models import PeopleImport
    from app.imports.queries import Children, Registered
    from app.people.models import Person

START, SHOW, TO_ASK = "from", "show", "children"
"""Names in the address of the page, and the value that shows only children of whom something has to be asked."""


@dataclass(frozen=True)
class RegisteredPart:
    """Some of the people of a finished import.

    Attributes:
        sections: everybody, and the children to ask about; empty where nobody was under 18.
        children: how many were under 18, beside the link to those to ask about; None where nobody was, or they are shown.
        nobody: said where no row is to be shown.
        start: the number of the row from which these are, as it was asked for.
    """

    table: Table | None
    nobody: str
    sections: Sequence[Section]
    children: tuple[str, Link] | None
    previous: str | None
    following: str | None
    start: int


def registered_part(brought: PeopleImport, found: Registered, today: date, *, only_to_ask: bool) -> RegisteredPart:
    show = TO_ASK if only_to_ask else None
    rows = [_row(line, person, found, today) for line, person in found.people]
    columns = [Column(_("Person")), Column(_("About")), Column(_("Code")), Column(_("Row")), Column(_("What to mind"))]
    nobody = _("Of all these children whom you may see it is recorded who answers for them.")
    return RegisteredPart(
        table=Table(_("Who was registered"), columns, rows, caption_hidden=True) if rows else None,
        nobody=nobody if only_to_ask else _("None of these files is open to you."),
        sections=_sections(brought, only_to_ask=only_to_ask) if brought.child_count else (),
        children=_children(brought) if brought.child_count and not only_to_ask else None,
        previous=_address(brought, show, found.previous) if found.previous is not None else None,
        following=_address(brought, show, found.following) if found.following is not None else None,
        start=found.start,
    )


def children_words(children: Children) -> tuple[str, str] | None:
    """Title and words about those under 18 before anybody is registered; None where there are none."""
    if not children.count:
        return None
    title = ngettext(
        "%(num)s person under 18 comes in without an adult", "%(num)s people under 18 come in without an adult", children.count
    )
    return title, _(
        "%(rows)s. A file has no families: once they are registered, this page leads to each of them.", rows=_rows(children)
    )


def children_to_confirm(children: Children) -> list[str]:
    if not children.count:
        return []
    words = ngettext(
        "%(num)s of them is under 18 and comes in without an adult: record afterwards who answers for the child.",
        "%(num)s of them are under 18 and come in without an adult: record afterwards who answers for each child.",
        children.count,
    )
    return [words]


def _rows(children: Children) -> str:
    named = [number(one) for one in children.first]
    rest = children.count - len(named)
    others = [ngettext("%(num)s other row", "%(num)s other rows", rest)] if rest else []
    return str(ngettext("Row %(rows)s", "Rows %(rows)s", children.count, rows=sentence([*named, *others])))


def _row(line: int, person: Person, found: Registered, today: date) -> list[Any]:
    name = Link(person_name(person), url_for("people.show_person", person_id=person.id))
    need = found.needs.get(person.id)
    alert = child_alert(person, None, need, today=today) if need else None
    care = Link(_("Record who cares for the child"), url_for("people.state_care", person_id=person.id), person_name(person))
    return [name, ", ".join(person_facts(person, today)), person.code, line, [alert, care] if alert else None]


def _children(brought: PeopleImport) -> tuple[str, Link]:
    came = ngettext(
        "%(num)s of them was under 18 and came in without an adult.",
        "%(num)s of them were under 18 and came in without an adult.",
        brought.child_count,
    )
    return came, Link(_("Those of whom it has to be recorded who answers for them"), _address(brought, TO_ASK, None))


def _sections(brought: PeopleImport, *, only_to_ask: bool) -> list[Section]:
    return [
        Section(_("Everybody"), _address(brought, None, None), brought.registered_count, current=not only_to_ask),
        Section(_("Children: who answers for them?"), _address(brought, TO_ASK, None), current=only_to_ask),
    ]


def _address(brought: PeopleImport, show: str | None, start: int | None) -> str:
    place = {START: start, SHOW: show}
    return url_for("imports.show_import", import_id=brought.id, _anchor="registered", **place)  # type: ignore[arg-type]
