"""What this room asks of those above it; ``app/wiring.py`` connects the answers."""

from __future__ import annotations

from collections.abc import Sequence

from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.questions import Question
from app.web.page_parts import Action, Link, Section, TimelineEntry

before_closing: Question[[Actor, Case], Sequence[Link]] = Question(
    "what speaks against closing this case, in sentences that lead to it"
)
timeline: Question[[Actor, Case], Sequence[TimelineEntry]] = Question("what else happened in this case")
sections: Question[[Actor, Case], Sequence[Section]] = Question("which further pages the file of this case has")
actions: Question[[Actor, Case], Sequence[Action]] = Question("what else may be done in this case")


def objections_to_closing(actor: Actor, case: Case) -> list[Link]:
    """Every sentence that speaks against closing; none means that the case may be closed."""
    return [objection for objections in before_closing.ask_all(actor, case) for objection in objections]
