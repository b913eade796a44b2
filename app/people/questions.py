"""What this room asks the rooms above it; ``app/wiring.py`` connects the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from app.foundation.actor import Actor
from app.foundation.questions import Question
from app.people.belongings import OF_THIS_ROOM, Belonging
from app.people.enums import ConsentPurpose
from app.people.models import Consent, Person
from app.people.sheets import SheetPart
from app.web.page_parts import Action, BannerLine, EmergencyStrip, Link, Section

work_with_person: Question[[Actor, Person], Sequence[BannerLine]] = Question(
    "What work is done with this person? One line each, as the actor may see it."
)
actions_on_person: Question[[Actor, Person], Sequence[Action]] = Question("What may the actor begin with this person?")
more_about_person: Question[[Actor, Person], Sequence[Link]] = Question("Which further pages about this file may the actor open?")
sections: Question[[Actor, Person], Sequence[Section]] = Question("Which further pages does the file of this person have?")
find_by_code: Question[[Actor, str], str | None] = Question(
    "Which page within the actor's scope has this code, such as CUC-2026-00412? Its address, or None."
)
consent_changed: Question[[Actor, UUID, ConsentPurpose], None] = Question(
    "What this person says about a purpose is no longer what it was: end what nothing covers any more."
)
death_changed: Question[[Actor, Person], None] = Question(
    "It was recorded that this person died, or taken back: whose attention does it ask for?"
)
rests_on_consent: Question[[Actor, Consent], Sequence[str]] = Question(
    "What ends at once when this consent is withdrawn? One sentence each."
)
evidence_of_consents: Question[[Actor, Person], Mapping[UUID, Link]] = Question(
    "Which sittings have their paper or recording? The id of a sitting -> where it is given out."
)
place_for_evidence: Question[[Actor, Person, UUID], str | None] = Question(
    "Where are the paper or the recording of a sitting attached? The address, or None for who may not."
)
place_for_protected_need: Question[[Actor, Person], str | None] = Question(
    "Where is a need written down that only a restricted file holds, restricting it at once? The address, None for who may not."
)
work_on_sheet: Question[[Actor, Person], Sequence[SheetPart]] = Question(
    "What may stand about the work with this person on a paper that they take along? In the language at hand."
)
emergency_strip: Question[[Actor, UUID], EmergencyStrip | None] = Question(
    "Is this person's file read by emergency access? What stands over its pages then."
)
hinders_merging: Question[[Actor, Sequence[UUID]], Sequence[Any]] = Question(
    "What has to be done before these files of people become one, or two again? One sentence each."
)
belongings: Question[[], Sequence[Belonging]] = Question(
    "Which further columns point at a person, and what becomes of their rows?"
)
way_beyond: Question[[Actor], Link | None] = Question("Where does the actor open a file of another office in an emergency?")


def first_place_for_protected_need(actor: Actor, person: Person) -> str | None:
    return next((place for place in place_for_protected_need.ask_all(actor, person) if place), None)


def strip_over(actor: Actor, person_id: UUID) -> EmergencyStrip | None:
    """What stands over the pages of a file that the actor reads in an emergency."""
    return next((strip for strip in emergency_strip.ask_all(actor, person_id) if strip), None)


def first_way_beyond(actor: Actor) -> Link | None:
    return next((link for link in way_beyond.ask_all(actor) if link), None)


def all_belongings() -> list[Belonging]:
    """Every column that points at a person: this room's first, then those of the rooms above in the order of the wiring."""
    return [*OF_THIS_ROOM, *(one for answer in belongings.ask_all() for one in answer)]


def evidence_by_sitting(actor: Actor, person: Person) -> dict[UUID, Link]:
    """Paper and recordings of the person's consents by sitting."""
    return {sitting: link for answer in evidence_of_consents.ask_all(actor, person) for sitting, link in answer.items()}


def places_for_evidence(actor: Actor, person: Person, sittings: Iterable[UUID]) -> dict[UUID, str]:
    """Where each sitting's paper or recording is attached, for who may."""
    asked = {sitting: place_for_evidence.ask_all(actor, person, sitting) for sitting in set(sittings)}
    places = {sitting: next((place for place in answers if place), None) for sitting, answers in asked.items()}
    return {sitting: place for sitting, place in places.items() if place}
