"""What this room asks the rooms above it; ``app/wiring.py`` connects the answers."""

from __future__ import annotations

from collections.abc import Sequence

from app.foundation.actor import Actor
from app.foundation.questions import Question
from app.people.models import Consent, Person
from app.web.page_parts import Action, BannerLine, Section

work_with_person: Question[[Actor, Person], Sequence[BannerLine]] = Question(
    "What work is done with this person? One line each, as the actor may see it."
)
actions_on_person: Question[[Actor, Person], Sequence[Action]] = Question("What may the actor begin with this person?")
sections: Question[[Actor, Person], Sequence[Section]] = Question("Which further pages does the file of this person have?")
find_by_code: Question[[Actor, str], str | None] = Question(
    "Which page within the actor's scope has this code, such as CUC-2026-00412? Its address, or None."
)
consent_withdrawn: Question[[Actor, Consent], None] = Question("A consent was withdrawn: end what depended on it.")
