"""Finding people. By name the search is the database function ``find_people`` (docs/adr/0003-name-search.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.pagination import PAGE_SIZE, Page, clamp_page
from app.people import policies
from app.people.duplicates import Match, Statement, compare
from app.people.models import Person
from app.people.queries.identifiers import FoundBy, find_by_identifier, find_by_phone

MOST_HITS = 200
"""Who is not among so many is found by writing more of the name, not by leafing."""
MOST_CANDIDATES = 5
CANDIDATES_COMPARED = 30


@dataclass(frozen=True)
class PersonHit:
    """A person found.

    Attributes:
        likeness: 0 to 1, how alike the typed words and all names of the person are; None when not found by name.
        found_by: the identifier that was typed; None when found by name.
    """

    person: Person
    likeness: float | None
    found_by: FoundBy | None = None


def search_people(actor: Actor, text: str, page: int | None = None) -> Page[PersonHit]:
    """One page of the people within the actor's scope whose names sound like the words typed, best first.

    Words may stand in any order; accents, capitals, a missing second surname and one slip in each word do not matter.
    A document number or a phone that somebody has finds just them.
    """
    if exact := [PersonHit(person, None, found_by) for person, found_by in find_by_identifier(actor, text)]:
        return Page(exact, 1, False)
    number = clamp_page(page)
    hits = _find(actor, text, limit=PAGE_SIZE + 1, offset=(number - 1) * PAGE_SIZE)
    return Page(hits[:PAGE_SIZE], number, len(hits) > PAGE_SIZE)


def find_candidates(actor: Actor, stated: Statement) -> Sequence[Match]:
    """Who may be the person in front of us, with the reasons, likeliest first; nobody whose age speaks clearly against it."""
    today = today_in(actor.time_zone)
    hits = _find(actor, stated.names.as_text, limit=CANDIDATES_COMPARED)
    known = {hit.person.id for hit in hits}
    hits += [PersonHit(person, None) for person in find_by_phone(actor, stated.phone) if person.id not in known]
    matches = [compare(stated, hit.person, likeness=hit.likeness, today=today) for hit in hits]
    likely = [match for match in matches if match.points > 0]
    return sorted(likely, key=lambda match: match.points, reverse=True)[:MOST_CANDIDATES]


def _find(actor: Actor, text: str, *, limit: int, offset: int = 0) -> list[PersonHit]:
    scopes = sa.cast(sorted(policies.scopes_searched(actor)), postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
    columns = sa.column("person_id", postgresql.UUID(as_uuid=True)), sa.column("likeness", sa.REAL)
    found = (
        sa.func.find_people(text, scopes, MOST_HITS).table_valued(*columns, with_ordinality="place").render_derived(name="found")
    )
    select = (
        sa.select(Person, found.c.likeness)
        .join(found, found.c.person_id == Person.id)
        .options(joinedload(Person.office), selectinload(Person.nationalities))
        .order_by(found.c.place)
        .limit(limit)
        .offset(offset)
    )
    return [PersonHit(person, likeness) for person, likeness in db.session.execute(select)]
