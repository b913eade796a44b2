"""People in lines: who of them may be registered already, and what saving them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people.enums import CareNeed
from app.people.presenters.banner import person_facts
from app.people.presenters.children import child_alert
from app.people.presenters.reasons import reasons_in_words
from app.people.presenters.words import death_tag, person_name
from app.web.page_parts import Column, Link, Table

if TYPE_CHECKING:
    from app.people.models import ChildCare, Person
    from app.people.queries import Candidate


@dataclass(frozen=True)
class FileChoice:
    """Somebody registered who may be the one of a line: the id of their file, who they are, why, and the way there."""

    value: str
    person: Link
    facts: Sequence[str]
    reasons: Sequence[str]


def file_choices(actor: Actor, candidates: Sequence[Candidate], phone: str | None) -> list[FileChoice]:
    """The files to choose from beside a line.

    Args:
        phone: the number in the line.
    """
    today = today_in(actor.time_zone)
    return [
        FileChoice(
            value=str(one.person.id),
            person=Link(person_name(one.person), url_for("people.show_person", person_id=one.person.id)),
            facts=[*person_facts(one.person, today), one.person.code],
            reasons=reasons_in_words(one, phone),
        )
        for one in candidates
    ]


@dataclass(frozen=True)
class RegisteredPage:
    """Who was registered by a list.

    Attributes:
        children: the way to the care of each child about whom something has to be asked; the first thing to do.
    """

    table: Table
    children: Sequence[Link]


def registered_page(
    actor: Actor, people: Sequence[Person], care: Mapping[UUID, ChildCare], needs: Mapping[UUID, CareNeed]
) -> RegisteredPage:
    """Everybody of a list with the way to their file, and what to watch of each."""
    today = today_in(actor.time_zone)
    rows: list[list[Any]] = []
    children: list[Link] = []
    for person in people:
        link = Link(person_name(person), url_for("people.show_person", person_id=person.id))
        alert = child_alert(person, care.get(person.id), needs.get(person.id), today=today)
        tags = [tag for tag in (death_tag(person), alert) if tag]
        rows.append([[link, *tags] if tags else link, " · ".join(person_facts(person, today)), person.code])
        if alert and person.id in needs:
            children.append(Link(f"{link.text}: {alert.text}", url_for("people.state_care", person_id=person.id)))
    columns = [Column(_("Name")), Column(_("Details")), Column(_("Code"))]
    return RegisteredPage(Table(_("Who was registered"), columns, rows, caption_hidden=True), children)


def crowd_words(registered: Sequence[Person], known: int) -> str:
    """Said once after saving: how many, under which codes."""
    if not registered:
        return str(_("Nobody new was registered: all have a file already."))
    first, last = registered[0].code, registered[-1].code
    count = len(registered)
    codes = first if count == 1 else f"{first} – {last}"
    told = ngettext("%(num)s person registered: %(codes)s.", "%(num)s people registered: %(codes)s.", count, codes=codes)
    beside = _("Had a file already: %(num)s.", num=known)
    return f"{told} {beside}" if known else str(told)


def family_words(head: Person, members: int) -> str:
    """Said once after saving a person with their family."""
    name = person_name(head)
    words = ngettext(
        "Registered: %(name)s, %(code)s, with %(num)s family member.",
        "Registered: %(name)s, %(code)s, with %(num)s family members.",
        members,
        name=name,
        code=head.code,
    )
    return str(words)
