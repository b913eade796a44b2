"""What holds of a person for a time, and which files became theirs, as it is told to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.held_data import HeldPart, HeldRecord, fact
from app.people import queries
from app.people.labels import (
    ANSWERED_BY_LABELS,
    DIFFICULTY_LABELS,
    DOMAIN_LABELS,
    FIELD_LABELS,
    GROUND_LABELS,
    POPULATION_LABELS,
    STAY_LABELS,
)
from app.people.presenters.office_questions import years_in_words
from app.people.presenters.words import country_in_words, day_or_nothing, reader_locale, said_or_nothing, value_in_words
from app.people.services.merging import facts_in
from app.web.filters import instant

if TYPE_CHECKING:
    from app.people.models import Functioning, OfficeQuestion, Person, PersonMerge, PersonNeed, PersonSituation, Stay
    from app.people.services.merging.snapshots import Snapshot


def held_for_a_time(actor: Actor, person: Person) -> list[HeldPart]:
    """Situation, stay, functioning and needs of a person, as far as the actor may read them."""
    return [
        HeldPart("situations", _("Situation"), [_situation(one) for one in queries.list_situations(actor, person)]),
        HeldPart("stays", _("Stay and permits"), [_stay(one) for one in queries.list_stays(actor, person)]),
        HeldPart("functioning", _("Daily life"), [_functioning(one) for one in queries.list_functioning(actor, person)]),
        HeldPart("needs", _("Specific needs"), [_need(one) for one in queries.list_needs(actor, person)]),
        HeldPart("merges", _("Merged files"), [_merge(actor, one) for one in queries.list_merges(actor, person)]),
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
            fact("stay.valid_from stay.valid_from_known_to", _("Valid from"), said_or_nothing(stay.said_from)),
            fact("stay.valid_until stay.valid_until_known_to", _("Valid until"), said_or_nothing(stay.said_until)),
            fact("stay.ended_on", _("Ended on"), day_or_nothing(stay.ended_on)),
        ],
    )


def told_elsewhere(actor: Actor, person: Person) -> HeldPart:
    """What other offices were told of a person when they were asked about them; sex and year of birth go with the answer."""
    questions = queries.questions_told_about(actor, person)
    return HeldPart("told_elsewhere", _("Told to other offices of ours"), [_told(actor, one) for one in questions])


def _told(actor: Actor, question: OfficeQuestion) -> HeldRecord:
    return HeldRecord(
        question.asked_office.name,
        [
            fact(
                "office_question.agreed_at",
                _("You agreed on"),
                question.agreed_at and instant(question.agreed_at, actor.time_zone),
            ),
            fact("office_question.told_sex", FIELD_LABELS["sex"], value_in_words(actor, "sex", question.told_sex)),
            fact(
                "office_question.told_birth_from office_question.told_birth_until", _("Year of birth"), years_in_words(question)
            ),
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
        is_for_home=not need.need.is_highly_sensitive,
    )


def _merge(actor: Actor, merge: PersonMerge) -> HeldRecord:
    undone = merge.undone_at and instant(merge.undone_at, actor.time_zone)
    said = {"kept": _("Before the merge this file said"), "merged": _("The merged file said")}
    before = merge.before or {}
    return HeldRecord(
        _("File %(code)s", code=merge.merged_code),
        [
            fact("person_merge.merged_at", _("Merged on"), instant(merge.merged_at, actor.time_zone)),
            fact("person_merge.ground", _("How it was known"), GROUND_LABELS[merge.ground]),
            fact("person_merge.undone_at", _("Undone on"), undone),
            *(fact("person_merge.before_sealed", words, _said(actor, before[side])) for side, words in said.items() if before),
        ],
    )


def _said(actor: Actor, snapshot: Snapshot) -> str:
    facts = facts_in(snapshot)
    words = ((FIELD_LABELS[field], value_in_words(actor, field, value)) for field, value in vars(facts).items())
    return "; ".join(f"{label}: {value}" for label, value in words if value)
