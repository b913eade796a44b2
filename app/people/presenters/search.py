"""Search results, and the panel that asks whether somebody is already registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.pagination import Page
from app.people.duplicates import Match, Reason
from app.people.labels import SEX_LABELS
from app.people.presenters.banner import person_facts
from app.people.presenters.words import age_in_words, nationalities_in_words, person_name
from app.people.queries import FoundBy
from app.web.page_parts import Candidate, Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.people.queries import PersonHit

REASON_LABELS: Mapping[Reason, Any] = {
    Reason.SAME_NAMES: _l("same given names and surnames"),
    Reason.SAME_SURNAMES: _l("same surnames"),
    Reason.SAME_SURNAME: _l("one surname in common"),
    Reason.SAME_GIVEN_NAME: _l("one given name in common"),
    Reason.SIMILAR_NAMES: _l("similar name"),
    Reason.SAME_BIRTH_DATE: _l("born on the same day"),
    Reason.SAME_BIRTH_YEAR: _l("born in the same year"),
    Reason.AGE_FITS: _l("similar age"),
    Reason.SAME_PHONE: _l("same phone"),
    Reason.OTHER_AGE: _l("but another age"),
    Reason.OTHER_SEX: _l("but another sex"),
}
"""In the order in which they are said: what speaks for it first."""


@dataclass(frozen=True)
class CandidatePanel:
    """Similar people. ``seen`` are their ids, so that saving does not ask again; ``heading`` is None for the usual one."""

    people: Sequence[Candidate]
    seen: Sequence[str]
    nobody: str
    heading: str | None = None


def no_names_yet() -> CandidatePanel:
    return CandidatePanel([], [], _("Write the names: whoever is registered with similar ones appears here."))


def candidate_panel(actor: Actor, matches: Sequence[Match]) -> CandidatePanel:
    """People found while registering, likeliest first."""
    today = today_in(actor.time_zone)
    people = [_candidate(match, today) for match in matches]
    return CandidatePanel(people, [str(match.person.id) for match in matches], _("Nobody in your offices has a similar name."))


def similar_people_panel(actor: Actor, matches: Sequence[Match]) -> CandidatePanel:
    """The same when saving found them: said louder, because the page did not go on."""
    return replace(candidate_panel(actor, matches), heading=_("Before saving: is it one of these people?"))


def _candidate(match: Match, today: date) -> Candidate:
    person = match.person
    return Candidate(
        name=person_name(person),
        href=url_for("people.show_person", person_id=person.id),
        facts=[*person_facts(person, today), person.code],
        reasons=[str(words) for reason, words in REASON_LABELS.items() if reason in match.reasons],
    )


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
