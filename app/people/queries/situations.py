"""What holds of a person for a time: situation, stay, functioning, needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.columns import Privacy
from app.foundation.database import Base, db
from app.foundation.errors import NotFound
from app.people import policies
from app.people.models import Functioning, Person, PersonNeed, PersonSituation, Stay


def list_situations(actor: Actor, person: Person) -> Sequence[PersonSituation]:
    """The population types of a person with since when and who recorded them, the latest first."""
    policies.check_can_read_person(actor, person)
    select = sa.select(PersonSituation).where(PersonSituation.person_id == person.id)
    select = select.options(joinedload(PersonSituation.recorder))
    return db.session.scalars(select.order_by(PersonSituation.since_on.desc(), PersonSituation.id.desc())).all()


def get_situation(actor: Actor, person: Person, row_id: UUID) -> PersonSituation:
    """One population type of a person.

    Raises:
        NotFound: there is none, or the person lies outside the actor's scope.
    """
    policies.check_can_view_person(actor, person)
    select = sa.select(PersonSituation).where(PersonSituation.id == row_id, PersonSituation.person_id == person.id)
    row = db.session.scalar(select)
    if row is None:
        raise NotFound(policies.NO_SUCH_ROW)
    return row


def list_stays(actor: Actor, person: Person) -> Sequence[Stay]:
    """The grounds of stay of a person with their permits: those in force first, then the latest recorded."""
    policies.check_can_read_person(actor, person)
    with_permit = joinedload(Stay.document_type).joinedload(DocumentType.country)
    select = sa.select(Stay).where(Stay.person_id == person.id).options(with_permit)
    return db.session.scalars(select.order_by(Stay.ended_on.desc().nulls_first(), Stay.recorded_at.desc())).all()


def list_functioning(actor: Actor, person: Person) -> Sequence[Functioning]:
    """The rounds of answers of a person, the latest first; none for those who read no narrative of the file."""
    if not policies.can_read_narrative(actor, person):
        return []
    select = sa.select(Functioning).where(Functioning.person_id == person.id).options(joinedload(Functioning.recorder))
    return db.session.scalars(select.order_by(Functioning.answered_on.desc(), Functioning.id.desc())).all()


def list_needs(actor: Actor, person: Person) -> Sequence[PersonNeed]:
    """The needs of a person that the actor may read, those that go on first, then the latest recorded."""
    select = sa.select(PersonNeed).where(PersonNeed.person_id == person.id)
    select = select.options(joinedload(PersonNeed.need), joinedload(PersonNeed.recorder))
    rows = db.session.scalars(select.order_by(PersonNeed.ended_on.desc().nulls_first(), PersonNeed.recorded_at.desc()))
    return [row for row in rows if policies.can_read_need(actor, person, row.need)]


def count_needs_of_restricted_files(actor: Actor, person: Person) -> int:
    """How many needs stand in the file that nobody reads while it is not restricted; those that have passed too."""
    return sum(policies.need_class(row.need) is Privacy.RESTRICTED for row in list_needs(actor, person))


def get_need(actor: Actor, person: Person, row_id: UUID, *, for_update: bool = False) -> PersonNeed:
    """One need of a person with what the catalogue says of it.

    Args:
        for_update: lock the row until the transaction ends, and read it anew.

    Raises:
        NotFound: there is none that the actor may read.
    """
    select = sa.select(PersonNeed).where(PersonNeed.id == row_id, PersonNeed.person_id == person.id)
    row: PersonNeed | None = _one(select.options(joinedload(PersonNeed.need, innerjoin=True)), PersonNeed, for_update=for_update)
    if row is None or not policies.can_read_need(actor, person, row.need):
        raise NotFound(policies.NO_SUCH_ROW)
    return row


def get_stay(actor: Actor, person: Person, row_id: UUID, *, for_update: bool = False) -> Stay:
    """One ground of stay of a person with its permit.

    Args:
        for_update: lock the row until the transaction ends, and read it anew.

    Raises:
        NotFound: there is none, or the person lies outside the actor's scope.
    """
    policies.check_can_view_person(actor, person)
    select = sa.select(Stay).where(Stay.id == row_id, Stay.person_id == person.id)
    row: Stay | None = _one(select.options(joinedload(Stay.document_type)), Stay, for_update=for_update)
    if row is None:
        raise NotFound(policies.NO_SUCH_ROW)
    return row


def _one(select: sa.Select[Any], model: type[Base], *, for_update: bool) -> Any:
    if for_update:
        select = select.with_for_update(of=model).execution_options(populate_existing=True)
    return db.session.scalars(select).one_or_none()
