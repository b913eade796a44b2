"""Finding people. By name the search is the database function ``find_people`` (docs/adr/0003-name-search.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.pagination import PAGE_SIZE, Page, clamp_page
from app.foundation.partial_date import PartialDate
from app.people import policies
from app.people.looked_for import LookedFor, read_search
from app.people.models import Person
from app.people.names import bounded
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


@dataclass(frozen=True)
class FoundPeople(Page[PersonHit]):
    """One page of people found.

    Attributes:
        among: how many were found in all, counted up to ``MOST_HITS``.
        looked_for: as the search box was understood.
        is_despite_birth: nobody with these names may have been born then, and these were born at another time.
    """

    among: int
    looked_for: LookedFor
    is_despite_birth: bool = False

    @property
    def are_too_many(self) -> bool:
        """Whether there are more than one looks through."""
        return self.among > PAGE_SIZE


def search_people(actor: Actor, text: str, page: int | None = None) -> FoundPeople:
    """One page of the people within the actor's scope whose names sound like the words typed, best first.

    Words may stand in any order; accents, capitals, a missing second surname and one slip in each word do not matter.
    A year or date of birth leaves out who was born in another year, unless nobody is left. A document number or a phone
    that somebody has finds just them.
    """
    looked_for = read_search(text, latest_year=today_in(actor.time_zone).year)
    if exact := [PersonHit(person, None, found_by) for person, found_by in find_by_identifier(actor, text)]:
        return FoundPeople(exact, 1, False, len(exact), looked_for)
    number = clamp_page(page)
    found = _page_of(actor, looked_for, number)
    if looked_for.birth is None or found.rows:
        return found
    despite = _page_of(actor, LookedFor(looked_for.names), number)
    return FoundPeople(despite.rows, number, despite.has_next, despite.among, looked_for, bool(despite.rows))


def ids_by_name(actor: Actor, text: str, *, most: int) -> Sequence[UUID]:
    """The people within the actor's scope whose names sound like the words typed, best first."""
    return db.session.scalars(sa.select(sa.column("person_id")).select_from(_found(actor, bounded(text), None, most))).all()


def _page_of(actor: Actor, looked_for: LookedFor, number: int) -> FoundPeople:
    found = _found(actor, looked_for.names, looked_for.birth, MOST_HITS)
    shown = (
        sa.select(*found.c, sa.func.count().over().label("among"))
        .order_by(found.c.place)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .subquery("shown")
    )
    select = (
        sa.select(Person, shown.c.likeness, shown.c.among)
        .join(shown, shown.c.person_id == Person.id)
        .options(joinedload(Person.office), selectinload(Person.nationalities))
        .order_by(shown.c.place)
    )
    rows = db.session.execute(select).all()
    among = rows[0].among if rows else 0
    hits = [PersonHit(row.Person, row.likeness) for row in rows]
    return FoundPeople(hits, number, among > number * PAGE_SIZE, among, looked_for)


def _found(actor: Actor, text: str, birth: PartialDate | None, most: int) -> sa.TableValuedAlias:
    scopes = sa.cast(sorted(policies.scopes_searched(actor)), postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
    parts = [part for part in (birth.year, birth.month, birth.day) if part] if birth else []
    columns = sa.column("person_id", postgresql.UUID(as_uuid=True)), sa.column("likeness", sa.REAL)
    born, own = sa.cast(parts, postgresql.ARRAY(sa.Integer)), sa.cast(actor.office_id, postgresql.UUID(as_uuid=True))
    found = sa.func.find_people(text, scopes, most, born, own).table_valued(*columns, with_ordinality="place")
    return found.render_derived(name="found")
