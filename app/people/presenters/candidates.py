"""The panel that asks whether somebody is already registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people.presenters.banner import person_facts
from app.people.presenters.reasons import level_tag, reasons_in_words
from app.people.presenters.words import person_name
from app.web.page_parts import Candidate as CandidatePart

if TYPE_CHECKING:
    from app.people.queries import Candidate, Candidates


@dataclass(frozen=True)
class CandidatePanel:
    """Similar people. ``seen`` are their ids, so that saving does not ask again; ``heading`` is None for the usual one."""

    people: Sequence[CandidatePart]
    seen: Sequence[str]
    nobody: str
    heading: str | None = None


def no_names_yet() -> CandidatePanel:
    return CandidatePanel([], [], _("Write the names: whoever is registered with similar ones appears here."))


def candidate_panel(actor: Actor, found: Candidates, *, phone: str | None = None) -> CandidatePanel:
    """Who was found while somebody is registered, likeliest first."""
    today = today_in(actor.time_zone)
    people = [candidate_part(each, today, phone) for each in found.people]
    seen = [str(each.person.id) for each in found.people]
    return CandidatePanel(people, seen, _("Nobody in your offices has a similar name."))


def similar_people_panel(actor: Actor, found: Candidates, *, phone: str | None = None) -> CandidatePanel:
    """The same when saving found them: said louder, because the page did not go on."""
    panel = candidate_panel(actor, found, phone=phone)
    return replace(panel, heading=_("Before saving: is it one of these people?"))


def candidate_part(candidate: Candidate, today: date, phone: str | None) -> CandidatePart:
    person = candidate.person
    return CandidatePart(
        name=person_name(person),
        href=url_for("people.show_person", person_id=person.id),
        facts=[*person_facts(person, today), person.code],
        reasons=reasons_in_words(candidate, phone),
        tag=level_tag(candidate),
    )
