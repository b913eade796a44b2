"""One person with what belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.queries import FilePlace, list_teams
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import Moved, NotAllowed, NotFound
from app.people import policies
from app.people.models import IdentityDocument, Person

WHAT_PAGES_NEED = (
    joinedload(Person.office),
    joinedload(Person.registrar),
    joinedload(Person.nationalities),
    joinedload(Person.languages),
)


def get_person(actor: Actor, person_id: UUID, *, for_update: bool = False) -> Person:
    """A person with office, registrar and nationalities.

    Args:
        for_update: lock the row until the transaction ends, and read it anew.

    Raises:
        NotFound: there is none, or their office lies outside the actor's scope.
        NotAllowed: the actor only reads this file, by emergency access.
    """
    select = sa.select(Person).where(Person.id == person_id).options(*WHAT_PAGES_NEED)
    if for_update:
        select = select.with_for_update(of=Person).execution_options(populate_existing=True)
    person = db.session.scalars(select).unique().one_or_none()
    if person_id in actor.glass and (person is None or policies.is_glass_broken(actor, person)):
        raise NotAllowed(policies.READS_ONLY)
    if person is None or person.merged_into_id is not None:
        raise _not_here(actor, person_id)
    policies.check_can_view_person(actor, person)
    return person


def read_person(actor: Actor, person_id: UUID) -> Person:
    """The same for looking at only: also who lies outside the scope while the actor reads them in an emergency.

    Raises:
        NotFound: there is none whom the actor may read.
    """
    select = sa.select(Person).where(Person.id == person_id).options(*WHAT_PAGES_NEED)
    person = db.session.scalars(select).unique().one_or_none()
    if person is None or person.merged_into_id is not None:
        raise _not_here(actor, person_id)
    policies.check_can_read_person(actor, person)
    return person


def list_people(actor: Actor, person_ids: Collection[UUID]) -> Sequence[Person]:
    """Those of some persons who lie within the actor's scope, by their codes."""
    mine = sa.select(Person).where(Person.id.in_(person_ids), policies.in_scope(actor)).order_by(Person.code)
    return db.session.scalars(mine.options(joinedload(Person.nationalities))).unique().all()


def find_person_by_code(actor: Actor, code: str) -> Person | None:
    """A person within the actor's scope by their code, in any case and with spaces around; an erased file is not found.

    The code of a merged file leads to the file that it is part of.
    """
    wanted = code.strip().upper()
    is_it = sa.or_(Person.code == wanted, Person.id == sa.func.quipu_kept_file(None, wanted))
    select = sa.select(Person).where(is_it, Person.erased_at.is_(None), policies.in_scope(actor))
    return db.session.scalars(select.options(*WHAT_PAGES_NEED)).unique().one_or_none()


MOST_OF_ONE_WRITER = 500
"""More are not looked through for the name of a form that was begun."""


def list_registered_by_oneself(actor: Actor, since: datetime) -> Sequence[Person]:
    """The people whom the actor registered since then and may read, the latest first; their names only."""
    select = sa.select(Person).where(
        Person.registered_by == actor.id,
        Person.registered_at >= since,
        Person.erased_at.is_(None),
        Person.merged_into_id.is_(None),
        policies.in_scope(actor),
    )
    return db.session.scalars(select.order_by(Person.registered_at.desc()).limit(MOST_OF_ONE_WRITER)).all()


def find_kept_file(actor: Actor, merged_id: UUID) -> UUID | None:
    """The file that a merged one is part of today, where the actor may read that one."""
    select = sa.select(Person).where(Person.id == sa.func.quipu_kept_file(merged_id, None))
    kept = db.session.scalars(select).one_or_none()
    return kept.id if kept is not None and policies.can_read_person(actor, kept) else None


def list_documents(actor: Actor, person: Person) -> Sequence[IdentityDocument]:
    """The person's identity documents with their types, the latest recorded first."""
    policies.check_can_read_person(actor, person)
    with_type = joinedload(IdentityDocument.document_type).joinedload(DocumentType.country)
    select = sa.select(IdentityDocument).where(IdentityDocument.person_id == person.id).options(with_type)
    return db.session.scalars(select.order_by(IdentityDocument.recorded_at.desc())).all()


def _not_here(actor: Actor, person_id: UUID) -> NotFound:
    kept_id = find_kept_file(actor, person_id)
    return NotFound(policies.NO_SUCH_PERSON) if kept_id is None else Moved(policies.WAS_MERGED, kept_id)


def merged_into(person_id: UUID) -> Sequence[Person]:
    """The files that became part of this one, however many merges ago; for the job that erases them, which sees all."""
    direct = sa.select(Person.id).where(Person.merged_into_id == person_id).cte("direct", recursive=True)
    all_of_them = direct.union(sa.select(Person.id).where(Person.merged_into_id == direct.c.id))
    select = sa.select(Person).where(Person.id.in_(sa.select(all_of_them.c.id))).options(joinedload(Person.office))
    return db.session.scalars(select.order_by(Person.id).with_for_update(of=Person)).all()


def get_document(actor: Actor, person: Person, document_id: UUID, *, for_update: bool = False) -> IdentityDocument:
    """One identity document of a person with its type.

    Args:
        for_update: lock the row until the transaction ends, and read it anew.

    Raises:
        NotFound: there is none, or the person lies outside the actor's scope.
    """
    policies.check_can_view_person(actor, person)
    of_person = sa.and_(IdentityDocument.id == document_id, IdentityDocument.person_id == person.id)
    with_type = joinedload(IdentityDocument.document_type, innerjoin=True).joinedload(DocumentType.country, innerjoin=True)
    select = sa.select(IdentityDocument).where(of_person).options(with_type)
    if for_update:
        select = select.with_for_update(of=IdentityDocument).execution_options(populate_existing=True)
    document = db.session.scalars(select).one_or_none()
    if document is None:
        raise NotFound(policies.NO_SUCH_ROW)
    return document


def lock_to_erase(person_id: UUID) -> Person:
    """A person with their office, locked and read anew, for the job that erases them; it has no scope of its own."""
    select = sa.select(Person).where(Person.id == person_id).options(joinedload(Person.office))
    return db.session.scalars(select.with_for_update(of=Person).execution_options(populate_existing=True)).one()


def place_of(person: Person) -> FilePlace:
    """Where the person belongs, as accounts ask who can see them: the office with all its teams."""
    teams = frozenset(team.id for team in list_teams([person.office_id]))
    return FilePlace(person.office_id, teams, person.id if person.is_restricted else None)
