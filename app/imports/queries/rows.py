"""Rows of an import that are not simply ready, whom they may be, and who came of which row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Office
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.pagination import PAGE_SIZE, Page, clamp_page
from app.imports.enums import Decision, RowOutcome
from app.imports.models import ImportEntry, ImportRow, PeopleImport
from app.people import policies as person_rules
from app.people.models import Person

AT_ONCE = 1_000


@dataclass(frozen=True)
class Counts:
    """How many rows of an import came to what.

    Attributes:
        undecided: of ``possible``, those of which nobody has said anything.
        left_out: of all with an outcome, those that are not registered, errors apart.
        repeated_left_out: of these, those imported before.
    """

    ready: int
    errors: int
    certain: int
    possible: int
    repeated: int
    undecided: int
    left_out: int
    repeated_left_out: int

    @property
    def to_register(self) -> int:
        return self.ready + self.certain + self.possible + self.repeated - self.undecided - self.left_out


@dataclass(frozen=True)
class Matched:
    """Whom the rows of a page may be, as far as the reader may know.

    Attributes:
        people: by id, those within the reader's scope.
        offices: by id of the person, the office of those beyond it; who is restricted stands in neither.
        rows: by number, what is written in earlier rows of the file.
    """

    people: Mapping[UUID, Person]
    offices: Mapping[UUID, Office]


def counts_of(brought: PeopleImport) -> Counts:
    is_left_out = ImportRow.decision == Decision.LEAVE_OUT
    of = {outcome: sa.func.count().filter(ImportRow.outcome == outcome) for outcome in RowOutcome}
    undecided = sa.func.count().filter(ImportRow.outcome == RowOutcome.POSSIBLE, ImportRow.decision.is_(None))
    repeated = sa.func.count().filter(is_left_out, ImportRow.outcome == RowOutcome.REPEATED)
    others = undecided, sa.func.count().filter(is_left_out), repeated
    select = sa.select(*of.values(), *others).where(ImportRow.import_id == brought.id)
    counts = [int(count) for count in db.session.execute(select).one()]
    ready = brought.row_count - sum(counts[: len(RowOutcome)])
    return Counts(ready, *counts)


def list_rows(
    actor: Actor, brought: PeopleImport, outcomes: Collection[RowOutcome], page: int | None, *, undecided: bool | None = None
) -> Page[ImportRow]:
    """One page of the rows of these outcomes, in the order of the file.

    Args:
        undecided: only those of which nobody has said anything yet, or only the others; None for all.
    """
    number = clamp_page(page)
    select = _of(actor, brought).where(ImportRow.outcome.in_(outcomes))
    if undecided is not None:
        select = select.where(ImportRow.decision.is_(None) if undecided else ImportRow.decision.is_not(None))
    select = select.order_by(ImportRow.number).limit(PAGE_SIZE + 1).offset((number - 1) * PAGE_SIZE)
    rows = db.session.scalars(select).all()
    return Page(rows[:PAGE_SIZE], number, len(rows) > PAGE_SIZE)


def rows_of_outcome(actor: Actor, brought: PeopleImport, outcomes: Collection[RowOutcome]) -> Iterator[ImportRow]:
    """All of them, in the order of the file, some at a time: a file of a hundred thousand errors fits into memory."""
    after = 0
    select = _of(actor, brought).where(ImportRow.outcome.in_(outcomes)).order_by(ImportRow.number).limit(AT_ONCE)
    while rows := db.session.scalars(select.where(ImportRow.number > after)).all():
        yield from rows
        after = rows[-1].number
        for row in rows:
            db.session.expunge(row)


def rows_of_piece(import_id: UUID, piece: int) -> Mapping[int, Decision | None]:
    """What was decided about the rows of a piece that are not simply ready, by number."""
    select = sa.select(ImportRow.number, ImportRow.decision).where(ImportRow.import_id == import_id, ImportRow.piece == piece)
    return dict(db.session.execute(select).all())


def matched_people(actor: Actor, brought: PeopleImport, rows: Sequence[ImportRow]) -> Matched:
    """Whom these rows may be. Of people beyond the reader's scope only the office is told, of restricted ones nothing."""
    ids = {UUID(match["person_id"]) for row in rows for match in row.matches if match.get("person_id")}
    if not ids:
        return Matched({}, {})
    select = (
        sa.select(Person)
        .where(Person.id.in_(ids), Person.erased_at.is_(None), person_rules.in_scope(actor))
        .options(joinedload(Person.office), selectinload(Person.nationalities))
    )
    people = {person.id: person for person in db.session.scalars(select)}
    return Matched(people, _offices_beyond(brought, ids - people.keys()))


def _offices_beyond(brought: PeopleImport, ids: Collection[UUID]) -> Mapping[UUID, Office]:
    columns = (
        sa.column("person_id", postgresql.UUID(as_uuid=True)),
        sa.column("office_id", postgresql.UUID(as_uuid=True)),
    )
    asked = sa.cast(sorted(ids), postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
    told = sa.func.quipu_offices_of_matches(brought.id, asked).table_valued(*columns)
    select = sa.select(told.c.person_id, Office).join(Office, Office.id == told.c.office_id)
    return dict(db.session.execute(select).all()) if ids else {}


def lines_of(actor: Actor, brought: PeopleImport, numbers: Collection[int]) -> Mapping[int, ImportRow]:
    """Rows of these numbers that are not simply ready."""
    found = db.session.scalars(_of(actor, brought).where(ImportRow.number.in_(numbers)))
    return {row.number: row for row in found}


def entries_of(actor: Actor, brought: PeopleImport) -> Iterator[tuple[int, str | None]]:
    """Number of the row and code of the person of it; no code for whose file the reader may not see any more."""
    after = 0
    select = (
        sa.select(ImportEntry.number, Person.code)
        .outerjoin(Person, sa.and_(Person.id == ImportEntry.person_id, person_rules.in_scope(actor)))
        .where(ImportEntry.import_id == brought.id)
        .order_by(ImportEntry.number)
        .limit(AT_ONCE)
    )
    while rows := db.session.execute(select.where(ImportEntry.number > after)).all():
        yield from ((number, code) for number, code in rows)
        after = rows[-1].number


def _of(_actor: Actor, brought: PeopleImport) -> sa.Select[ImportRow]:
    """Rows of an import that the actor was given."""
    return sa.select(ImportRow).where(ImportRow.import_id == brought.id)
