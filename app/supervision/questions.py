"""What this room asks of those above it; ``app/wiring.py`` connects the answer."""

from __future__ import annotations

from collections.abc import Sequence

from app.foundation.actor import Actor
from app.foundation.questions import Question
from app.web.page_parts import Place, TaskRow

waiting: Question[[Actor], Sequence[TaskRow]] = Question("what waits for somebody beside their cases")
places: Question[[Actor], Sequence[Place]] = Question("the pages where somebody's work is done")
first_page: Question[[Actor], str | None] = Question("where somebody begins who has no cases: the address, or None")


def waiting_for(actor: Actor) -> list[TaskRow]:
    return [row for rows in waiting.ask_all(actor) for row in rows]


def places_of(actor: Actor) -> list[Place]:
    return [place for found in places.ask_all(actor) for place in found]


def first_page_of(actor: Actor) -> str | None:
    """The first answer that names an address."""
    return next((address for address in first_page.ask_all(actor) if address), None)
