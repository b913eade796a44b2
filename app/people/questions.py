"""What this room asks the rooms above it; ``app/wiring.py`` connects the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.foundation.actor import Actor
from app.foundation.questions import Question
from app.people.belongings import OF_THIS_ROOM, Belonging
from app.people.models import Consent, Person
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
consent_withdrawn: Question[[Actor, Consent], None] = Question("A consent was withdrawn: end what depended on it.")
emergency_strip: Question[[Actor, UUID], EmergencyStrip | None] = Question(
    "Is this person's file read by emergency access? What stands over its pages then."
)
hinders_merging: Question[[Actor, Person, Person], Sequence[Any]] = Question(
    "What has to be done before these two files become one? One sentence each."
)
belongings: Question[[], Sequence[Belonging]] = Question(
    "Which further columns point at a person, and what becomes of their rows?"
)
way_beyond: Question[[Actor], Link | None] = Question("Where does the actor open a file of another office in an emergency?")


def strip_over(actor: Actor, person_id: UUID) -> EmergencyStrip | None:
    """What stands over the pages of a file that the actor reads in an emergency."""
    return next((strip for strip in emergency_strip.ask_all(actor, person_id) if strip), None)


def first_way_beyond(actor: Actor) -> Link | None:
    return next((link for link in way_beyond.ask_all(actor) if link), None)


def all_belongings() -> list[Belonging]:
    """Every column that points at a person: this room's first, then those of the rooms above in the order of the wiring."""
    return [*OF_THIS_ROOM, *(one for answer in belongings.ask_all() for one in answer)]
