"""What is known of a person, field by field, and how their situation changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.clock import date_in
from app.people.labels import FIELD_LABELS, POPULATION_LABELS
from app.people.presenters.checks import phone_to_check, to_check
from app.people.presenters.words import birth_in_words, nationalities_in_words, value_in_words
from app.people.services import facts_of
from app.web.erased import shown
from app.web.filters import day
from app.web.page_parts import (
    Link,
    SummaryRow,
    TimelineEntry,
)

if TYPE_CHECKING:
    from app.people.models import (
        Person,
        PersonSituation,
    )


DETAILS = (
    "given_names", "surname_1", "surname_2", "name_as_said", "other_names", "birth", "birth_country", "nationalities", "sex",
    "gender_identity", "ethnic_group", "ethnic_people", "languages", "preferred_language", "interpreter_need", "population_type",
    "place_country", "area_code", "locality", "arrival", "entry", "died", "death_known_by",
)  # fmt: skip
REACH = ("phone", "contact_channel", "contact_hours", "contact_answerer", "leave_no_message", "safe_contact")
"""How the person is reached: looked up more often than all the rest, so it stands by itself."""
ALWAYS_SHOWN = frozenset({
    "given_names", "surname_1", "birth", "nationalities", "sex", "population_type", "area_code", "phone", "contact_channel",
})  # fmt: skip
"""Also where nothing is recorded: what is worth asking. The others stand in the list once they are filled."""
SEALED = frozenset({"ethnic_people", "locality", "phone", "contact_hours", "contact_answerer", "safe_contact"})


def details_of(actor: Actor, person: Person, situations: Sequence[PersonSituation], *, may_change: bool) -> list[SummaryRow]:
    words = _words(actor, person, DETAILS)
    words["birth"] = birth_in_words(person)
    words["nationalities"] = nationalities_in_words(person) or None
    links: dict[str, Link] = {"death_known_by": _death_link(person)} if may_change else {}
    if situations:
        since = _("since %(day)s", day=day(situations[0].since_on))
        words["population_type"] = [words["population_type"], since]
        links |= {"population_type": _day_link(situations[0])} if may_change else {}
    return _rows(words, links)


def reach_of(actor: Actor, person: Person) -> list[SummaryRow]:
    """How the person is reached."""
    words = _words(actor, person, REACH)
    if phone_to_check(person):
        words["phone"] = [words["phone"], to_check()]
    return _rows(words, {})


def _words(actor: Actor, person: Person, fields: Sequence[str]) -> dict[str, Any]:
    facts = facts_of(person)
    return {
        field: shown(person, field) if field in SEALED else value_in_words(actor, field, getattr(facts, field))
        for field in fields
    }


def _rows(words: Mapping[str, Any], links: Mapping[str, Link]) -> list[SummaryRow]:
    asked = [field for field in words if words[field] or field in ALWAYS_SHOWN]
    return [SummaryRow(str(FIELD_LABELS[field]), words[field], links.get(field)) for field in asked]


def situations_over_time(situations: Sequence[PersonSituation], time_zone: str, *, may_change: bool) -> list[TimelineEntry]:
    """How the situation changed; nothing where it never did."""
    if len(situations) < 2:
        return []
    return [
        TimelineEntry(
            title=str(POPULATION_LABELS[situation.population_type]),
            occurred=situation.since_on,
            author=situation.recorder.name if situation.recorder else str(_("Not known")),
            recorded=recorded if (recorded := date_in(situation.recorded_at, time_zone)) != situation.since_on else None,
            href=_day_link(situation).href if may_change else None,
        )
        for situation in situations
    ]


def _death_link(person: Person) -> Link:
    href = url_for("people.record_death", person_id=person.id)
    return Link(_("Correct"), href, hidden_text=str(FIELD_LABELS["death_known_by"]))


def _day_link(situation: PersonSituation) -> Link:
    href = url_for("people.correct_situation", person_id=situation.person_id, situation_id=situation.id)
    return Link(_("Correct the day"), href, hidden_text=str(POPULATION_LABELS[situation.population_type]))
