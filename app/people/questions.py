"""What this room asks the rooms above it; ``app/wiring.py`` connects the answers."""

from __future__ import annotations

from collections.abc import Sequence

from app.foundation.actor import Actor
from app.foundation.questions import Question
from app.people.models import Consent, Person
from app.web.page_parts import Action, BannerLine, Link

work_with_person: Question[[Actor, Person], Sequence[BannerLine]] = Question(
    "What work is done with this person? One line each, as the actor may see it."
)
actions_on_person: Question[[Actor, Person], Sequence[Action]] = Question("What may the actor begin with this person?")
more_about_person: Question[[Actor, Person], Sequence[Link]] = Question("Which further pages about this file may the actor open?")
find_by_code: Question[[Actor, str], str | None] = Question(
    "Which page within the actor's scope has this code, such as CUC-2026-00412? Its address, or None."
)
consent_withdrawn: Question[[Actor, Consent], None] = Question("A consent was withdrawn: end what depended on it.")
