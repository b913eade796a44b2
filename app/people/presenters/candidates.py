"""The panel that asks whether somebody is already registered, and the same question about a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people.presenters.banner import person_facts
from app.people.presenters.reasons import level_tag, reasons_in_words
from app.people.presenters.words import birth_in_words, person_name
from app.web.filters import instant
from app.web.page_parts import Action, Elsewhere, Link
from app.web.page_parts import Candidate as CandidatePart

if TYPE_CHECKING:
    from app.accounts.models import Office
    from app.people.models import OfficeQuestion, Person
    from app.people.queries import Candidate, Candidates

Questions = Mapping[UUID, "OfficeQuestion"]
"""What was asked already, by office."""
ASK = "ask"
"""Name of the button that asks an office; its value is the office's id."""


@dataclass(frozen=True)
class CandidatePanel:
    """Similar people.

    Attributes:
        seen: their ids, so that saving does not ask about who was shown; ``asked`` of whom it asked.
        heading: None for the usual one.
    """

    people: Sequence[CandidatePart]
    seen: Sequence[str]
    nobody: str
    elsewhere: Sequence[Elsewhere] = ()
    heading: str | None = None
    asked: Sequence[str] = ()
    is_open: bool = False

    @property
    def line(self) -> str:
        """What is said before anybody opens it, short enough for two lines on a phone."""
        if not self.people:
            return _("Another office may know the person.") if self.elsewhere else self.nobody
        like = ngettext("%(num)s similar person: look", "%(num)s similar people: look", len(self.people))
        return f"{like} · {_('another office too')}" if self.elsewhere else str(like)


def no_names_yet() -> CandidatePanel:
    return CandidatePanel([], [], _("Write name and surname: who is registered with similar ones appears here."))


def candidate_panel(actor: Actor, found: Candidates, asked: Questions, *, phone: str | None = None) -> CandidatePanel:
    """Who was found while somebody is registered, likeliest first."""
    today = today_in(actor.time_zone)
    people = [_candidate(each, today, phone) for each in found.people]
    parts = [
        replace(part, compare=Action(_("Compare"), _compare_typed(each.person), "post", hidden_text=part.name))
        for part, each in zip(people, found.people, strict=True)
    ]
    return CandidatePanel(
        people=parts,
        seen=[str(each.id) for each in (*(candidate.person for candidate in found.people), *found.elsewhere)],
        nobody=_("Nobody in your offices has a similar name."),
        elsewhere=[_elsewhere(actor, office, asked) for office in found.elsewhere],
    )


def similar_people_panel(actor: Actor, found: Candidates, asked: Questions, *, phone: str | None = None) -> CandidatePanel:
    """The same when saving found them: said louder, because the page did not go on."""
    heading = _("Before saving: is it one of these people?") if found.people else _("Before saving: another office may know them")
    of_whom = [str(each.person.id) for each in found.people]
    return replace(candidate_panel(actor, found, asked, phone=phone), heading=heading, asked=of_whom, is_open=True)


@dataclass(frozen=True)
class DoublesPage:
    """Who may be the same as somebody registered.

    Attributes:
        similar: whoever only has a similar name or the same phone.
        by_code: where another file is looked up by its code or a name.
    """

    caption: str
    back: Link
    panel: CandidatePanel
    similar: CandidatePanel | None
    by_code: Link


def doubles_page(actor: Actor, person: Person, found: Candidates, asked: Questions) -> DoublesPage:
    href = url_for("people.ask_about_person", person_id=person.id)
    panel = CandidatePanel(
        people=_beside(actor, person, found.matches),
        seen=[],
        nobody=_("Nobody in your offices is enough like this person to be the same."),
        elsewhere=[replace(_elsewhere(actor, office, asked), href=href) for office in found.elsewhere],
        heading=_("Who may be the same person?"),
    )
    similar = CandidatePanel(_beside(actor, person, found.others), [], "", heading=_("Similar name or the same phone"))
    return DoublesPage(
        caption=f"{person_name(person)} · {person.code}",
        back=Link(_("The person's file"), url_for("people.show_person", person_id=person.id)),
        panel=panel,
        similar=similar if similar.people else None,
        by_code=Link(_("Look for the other file by its code or a name"), url_for("people.find_other_file", person_id=person.id)),
    )


def others_panel(actor: Actor, person: Person, found: Candidates) -> CandidatePanel:
    """Who has the name that was typed to find another file of somebody."""
    nobody = _("Nobody in your offices has such a name.")
    return CandidatePanel(_beside(actor, person, found.people), [], nobody, heading=_("Is it one of these files?"))


def _beside(actor: Actor, person: Person, found: Sequence[Candidate]) -> list[CandidatePart]:
    """People who may be the same as somebody registered, each with the way to both files side by side."""
    today = today_in(actor.time_zone)
    return [replace(_candidate(each, today, person.phone), compare=_compare_files(person, each.person)) for each in found]


def questioned_panel(actor: Actor, people: Sequence[Person]) -> CandidatePanel:
    """Whom another office may mean: nothing is told of what it wrote."""
    today = today_in(actor.time_zone)
    parts = [
        CandidatePart(
            name=person_name(person),
            href=url_for("people.show_person", person_id=person.id),
            facts=[*person_facts(person, today), *_born(person), person.code],
        )
        for person in people
    ]
    nobody = _("The file that may have been meant is not open to you, or is no longer there.")
    return CandidatePanel(parts, [], nobody, heading=_("Whom they may mean"))


def _born(person: Person) -> list[str]:
    """The birth date, to lay beside the year that an asking office told."""
    return [born] if person.birth is not None and (born := birth_in_words(person)) else []


def doubles_link(person: Person) -> Link:
    return Link(_("Is this person registered twice?"), url_for("people.show_doubles", person_id=person.id))


def _candidate(candidate: Candidate, today: date, phone: str | None) -> CandidatePart:
    person = candidate.person
    return CandidatePart(
        name=person_name(person),
        href=url_for("people.show_person", person_id=person.id),
        facts=[*person_facts(person, today), person.code],
        reasons=reasons_in_words(candidate, phone),
        tag=level_tag(candidate),
    )


def _compare_typed(person: Person) -> str:
    return url_for("people.compare_typed", person_id=person.id)


def _compare_files(person: Person, other: Person) -> Action:
    href = url_for("people.compare_files", person_id=person.id, other_id=other.id)
    return Action(_("Compare"), href, hidden_text=person_name(other))


def _elsewhere(actor: Actor, office: Office, asked: Questions) -> Elsewhere:
    question = asked.get(office.id)
    return Elsewhere(
        words=_("Possibly registered at the office %(office)s.", office=office.name),
        office_id=str(office.id),
        ask=None if question else _("Ask %(office)s", office=office.name),
        agrees=_("The person agrees that %(office)s is told their sex and year of birth", office=office.name),
        asked=_asked_words(actor, question) if question else None,
    )


def _asked_words(actor: Actor, question: OfficeQuestion) -> str:
    when = instant(question.asked_at, actor.time_zone)
    if question.agreed_at is None:
        return str(_("Asked %(when)s. The answer appears in your day.", when=when))
    return str(_("Asked %(when)s, with sex and year of birth. The answer appears in your day.", when=when))
