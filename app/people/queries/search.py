"""Finding people. By name the search is the database function ``find_people`` (docs/adr/0003-name-search.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.pagination import PAGE_SIZE, Page, clamp_page
from app.people import policies
from app.people.models import Person
from app.people.queries.identifiers import FoundBy, find_by_identifier

MOST_HITS = 200
"""Who is not among so many is found by writing more of the name, not by leafing."""


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


def ids_by_name(actor: Actor, text: str, *, most: int) -> Sequence[UUID]:
    """The people within the actor's scope whose names sound like the words typed, best first."""
    return db.session.scalars(sa.select(sa.column("person_id")).select_from(_found(actor, text, most))).all()


def _find(actor: Actor, text: str, *, limit: int, offset: int = 0) -> list[PersonHit]:
    found = _found(actor, text, MOST_HITS)
    select = (
        sa.select(Person, found.c.likeness)
        .join(found, found.c.person_id == Person.id)
        .options(joinedload(Person.office), selectinload(Person.nationalities))
        .order_by(found.c.place)
        .limit(limit)
        .offset(offset)
    )
    return [PersonHit(person, likeness) for person, likeness in db.session.execute(select)]


def _found(actor: Actor, text: str, most: int) -> sa.TableValuedAlias:
    scopes = sa.cast(sorted(policies.scopes_searched(actor)), postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
    columns = sa.column("person_id", postgresql.UUID(as_uuid=True)), sa.column("likeness", sa.REAL)
    found = sa.func.find_people(text, scopes, most).table_valued(*columns, with_ordinality="place")
    return found.render_derived(name="found")
