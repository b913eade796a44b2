"""What this room asks of those above it; ``app/wiring.py`` connects the answer."""

from __future__ import annotations

from app.foundation.actor import Actor
from app.foundation.questions import Question

first_page: Question[[Actor], str | None] = Question("where somebody begins who has no cases: the address, or None")


def first_page_of(actor: Actor) -> str | None:
    """The first answer that names an address."""
    return next((address for address in first_page.ask_all(actor) if address), None)
