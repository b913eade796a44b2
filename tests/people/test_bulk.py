"""Registering many people at once leaves what registering each of them through the form leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.audit.models import AuditEvent
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.encryption import DataKey, sealed_names
from app.foundation.errors import RefusedInput
from app.foundation.ids import new_id
from app.foundation.partial_date import PartialDate
from app.people import services
from app.people.enums import GenderIdentity, PopulationType, Sex
from app.people.models import IdentityDocument, Person, PersonNationality, PersonSituation
from app.people.services import NewDocument, NewPerson, Registration, next_person_numbers, register_many
from tests.factories.catalogue import seeded
from tests.people.conftest import somebody

OWN = frozenset({"id", "person_id", "code", "registered_at", "recorded_at"})
"""Which differ between any two registrations of the same facts."""
SOURCE = "import:test"
STATED = {
    "everything that a row can hold": somebody(
        birth=PartialDate(1992, 4, 17), nationalities=("COL", "VEN"), gender_identity=GenderIdentity.WOMAN, place_country="CO",
        area_code="CO-NSA", locality="La Libertad", phone="+573001234567", safe_contact="Llamar de noche", sex=Sex.FEMALE,
    ),
    "next to nothing": NewPerson(
        sex=Sex.UNKNOWN, nationalities=("XXX",), population_type=PopulationType.UNKNOWN, given_names="Luz"
    ),
    "an age": somebody(stated_age=34),
    "a baby's age": somebody(stated_age=0, stated_age_months=3),
    "a year": somebody(birth=PartialDate(1988), surname_2=None),
    "a phone that is none": somebody(phone="no tiene"),
}  # fmt: skip


@pytest.fixture
def document() -> NewDocument:
    return NewDocument(document_type_id=seeded(DocumentType, "VE-CI").id, number="V-18.345.678")


def by_form(actor: Actor, new: NewPerson, document: NewDocument | None) -> UUID:
    person = services.register_person(actor, new)
    if document is not None:
        services.add_document(actor, person.id, document)
    return person.id


def in_bulk(session: Session, actor: Actor, new: NewPerson, document: NewDocument | None) -> UUID:
    office = session.get_one(Office, actor.office_id)
    row = Registration(new_id(), new, document)
    assert actor.id is not None
    register_many(actor, office, [row], first_number=next_person_numbers(office, 1), registered_by=actor.id, source=SOURCE)
    return row.person_id


def left(session: Session, model: Any, condition: Any) -> Sequence[dict[str, Any]]:
    """The rows of a table without what is each one's own; what is sealed as it opens."""
    session.expire_all()
    sealed = {f"{name}_sealed": name for name in sealed_names(model)}
    names = [column.key for column in sa.inspect(model).column_attrs if column.key not in OWN]
    rows = session.scalars(sa.select(model).where(condition))
    kept = [{name: getattr(row, sealed.get(name, name)) for name in names} for row in rows]
    return sorted(kept, key=str)


@pytest.mark.parametrize("has_document", [True, False])
@pytest.mark.parametrize("told", STATED)
def test_the_same_facts_leave_the_same_rows(
    session: Session, caseworker: Actor, document: NewDocument, told: str, *, has_document: bool
) -> None:
    shown = document if has_document else None
    one, other = by_form(caseworker, STATED[told], shown), in_bulk(session, caseworker, STATED[told], shown)
    services.fill_match_keys()
    for model in (Person, PersonNationality, PersonSituation, IdentityDocument):
        owner = model.id if model is Person else model.person_id
        by_hand = left(session, model, owner == one)
        assert by_hand == left(session, model, owner == other), model.__tablename__
        assert by_hand or model is IdentityDocument
    kinds = sa.select(DataKey.kind).where(DataKey.id.in_([one, other]))
    assert session.scalars(kinds).all() == ["person", "person"]


def test_the_same_words_stand_in_the_audit_beside_where_it_came_from(
    session: Session, caseworker: Actor, document: NewDocument
) -> None:
    new = somebody()
    one, other = by_form(caseworker, new, document), in_bulk(session, caseworker, new, document)
    events = sa.select(AuditEvent).order_by(AuditEvent.action)

    def words(person_id: UUID) -> list[tuple[Any, ...]]:
        found = session.scalars(events.where(AuditEvent.subject_id == person_id)).all()
        return [(event.action, event.actor_kind, event.actor_id, event.subject_type, event.office_id) for event in found]

    assert [word[0] for word in words(one)] == ["document:added", "person:registered"]
    assert words(one) == words(other)
    told = session.scalars(sa.select(AuditEvent.fields).where(AuditEvent.subject_id == other)).all()
    assert told == [[SOURCE], [SOURCE]]


@pytest.mark.parametrize(
    "refused", [somebody(given_names=None, surname_1=None, surname_2=None), somebody(birth=PartialDate(2100))]
)
def test_what_the_form_refuses_is_refused(session: Session, caseworker: Actor, refused: NewPerson) -> None:
    with pytest.raises(RefusedInput):
        by_form(caseworker, refused, None)
    with pytest.raises(RefusedInput):
        in_bulk(session, caseworker, refused, None)
