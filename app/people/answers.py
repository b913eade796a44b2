"""What this room answers to the questions of ``accounts`` below it; ``app/wiring.py`` connects them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from flask import url_for

from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.drafts import KeptDraft
from app.people import queries, services
from app.people.names import Names, folded
from app.web.page_parts import Link


def find_record_by_code(code: str) -> UUID | None:
    """The id of the person with this code at an office whose audit trail the actor reads."""
    return db.session.scalar(sa.select(sa.func.quipu_id_of_code("person", code)))


def differences_were_shown(actor: Actor, kind: str, record_id: UUID) -> None:
    """Write down that a person was opened by way of a form that came too late."""
    if kind == "person":
        services.open_file(actor, record_id)


def part_of_record(actor: Actor, record_id: UUID) -> UUID | None:
    """The file that a merged one is part of today, where the actor may read that one."""
    return queries.find_kept_file(actor, record_id)


NAME_BOXES = ("given_names", "surname_1", "surname_2")
FEWEST_WORDS = 2
"""A given name alone is that of many."""


def registered_since(actor: Actor, drafts: Sequence[KeptDraft]) -> Mapping[UUID, Link]:
    """The files that the actor made after a form was begun and that have all words of the name in it, by the draft's id."""
    named = {draft.id: words for draft in drafts if len(words := _words_typed(draft)) >= FEWEST_WORDS}
    if not named:
        return {}
    begun = {draft.id: draft.created_at for draft in drafts}
    people = queries.list_registered_by_oneself(actor, min(begun[draft_id] for draft_id in named))
    found: dict[UUID, Link] = {}
    for person in people:
        words = _words(Names(person.given_names, person.surname_1, person.surname_2))
        for draft_id, typed in named.items():
            if typed <= words and person.registered_at >= begun[draft_id]:
                found[draft_id] = Link(person.code, url_for("people.show_person", person_id=person.id))
    return found


def _words_typed(draft: KeptDraft) -> frozenset[str]:
    typed = dict(reversed(draft.fields))
    return _words(Names(*(typed.get(name) or None for name in NAME_BOXES)))


def _words(names: Names) -> frozenset[str]:
    return frozenset(folded(names.as_text).split())
