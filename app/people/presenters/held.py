"""What holds of a person for a time, as it is told to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.held_data import HeldPart, HeldRecord, fact
from app.people import queries
from app.people.labels import ANSWERED_BY_LABELS, DIFFICULTY_LABELS, DOMAIN_LABELS, POPULATION_LABELS, STAY_LABELS
from app.people.presenters.words import country_in_words, day_or_nothing, reader_locale

if TYPE_CHECKING:
    from app.people.models import Functioning, Person, PersonNeed, PersonSituation, Stay


def held_for_a_time(actor: Actor, person: Person) -> list[HeldPart]:
    """Situation, stay, functioning and needs of a person, as far as the actor may read them."""
    return [
        HeldPart("situations", _("Situation"), [_situation(one) for one in queries.list_situations(actor, person)]),
        HeldPart("stays", _("Stay and permits"), [_stay(one) for one in queries.list_stays(actor, person)]),
        HeldPart("functioning", _("Daily life"), [_functioning(one) for one in queries.list_functioning(actor, person)]),
        HeldPart("needs", _("Specific needs"), [_need(one) for one in queries.list_needs(actor, person)]),
    ]


def _situation(situation: PersonSituation) -> HeldRecord:
    return HeldRecord(
        str(POPULATION_LABELS[situation.population_type]),
        [fact("person_situation.since_on", _("Since"), day_or_nothing(situation.since_on))],
    )


def _stay(stay: Stay) -> HeldRecord:
    permit = stay.document_type.name(reader_locale()) if stay.document_type else None
    return HeldRecord(
        country_in_words(stay.country),
        [
            fact("stay.kind stay.country", _("On what ground"), STAY_LABELS[stay.kind]),
            fact("stay.document_type_id", _("Permit or document"), permit),
            fact("stay.valid_from", _("Valid from"), day_or_nothing(stay.valid_from)),
            fact("stay.valid_until", _("Valid until"), day_or_nothing(stay.valid_until)),
            fact("stay.ended_on", _("Ended on"), day_or_nothing(stay.ended_on)),
        ],
    )


def _functioning(answers: Functioning) -> HeldRecord:
    said = [
        fact(f"functioning.{domain}", words, DIFFICULTY_LABELS[getattr(answers, domain)])
        for domain, words in DOMAIN_LABELS.items()
    ]
    answered_by = fact("functioning.answered_by", _("Who answered"), ANSWERED_BY_LABELS[answers.answered_by])
    return HeldRecord(day_or_nothing(answers.answered_on), [*said, answered_by])


def _need(need: PersonNeed) -> HeldRecord:
    name = need.need.name(reader_locale())
    return HeldRecord(
        None,
        [
            fact("person_need.need_id", _("Specific need"), name),
            fact("person_need.since_on", _("Since"), day_or_nothing(need.since_on)),
            fact("person_need.ended_on", _("Until"), day_or_nothing(need.ended_on)),
            fact("person_need.note_sealed", _("Note"), need.note),
        ],
    )
