"""The keys of a person follow whatever they are made from, and are worked out for whom a statement wrote past the models."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.catalogue.models import DocumentType
from app.foundation.encryption import fingerprint
from app.people import personal_data, queries, services
from app.people.matching import match_keys, record_of
from app.people.models import IdentityDocument, Person
from tests.factories.accounts import OfficeFactory
from tests.factories.people import IdentityDocumentFactory, PersonFactory


@pytest.fixture
def rosa(office: Office) -> Person:
    person: Person = PersonFactory(
        office=office, given_names="Rosa", surname_1="Vivas", surname_2=None, birth_year=1990, birth_month=4, birth_day=17
    )
    return person


@pytest.fixture
def card(session: Session) -> DocumentType:
    return session.scalars(sa.select(DocumentType).where(DocumentType.code == "VE-CI")).one()


def kept(session: Session, person: Person) -> frozenset[int] | None:
    """As the row has them, without the model's own idea of it."""
    session.flush()
    keys = session.scalar(sa.text("SELECT match_keys FROM person WHERE id = :id"), {"id": person.id})
    return None if keys is None else frozenset(keys)


def worked_out(person: Person, *numbers: str) -> frozenset[int]:
    return match_keys(record_of(person, documents=[fingerprint("identity_document.number", number) for number in numbers]))


def test_a_person_is_registered_with_their_keys(session: Session, rosa: Person) -> None:
    assert kept(session, rosa) == worked_out(rosa)


@pytest.mark.parametrize(
    "changed",
    [
        {"given_names": "Rosaura"},
        {"surname_2": "Peña"},
        {"birth_day": 18},
        {"birth_year": None, "birth_month": None, "birth_day": None},
        {"phone": "+573001234567"},
        {"other_names": ["Rosa Bravo"]},
        {"name_as_said": "Rosaura Bravo"},
    ],
)
def test_the_keys_follow_a_change(session: Session, rosa: Person, changed: dict[str, object]) -> None:
    before = kept(session, rosa)
    for name, value in changed.items():
        setattr(rosa, name, value)
    assert kept(session, rosa) == worked_out(rosa) != before


def test_what_no_key_is_made_from_leaves_them_alone(session: Session, rosa: Person) -> None:
    before = kept(session, rosa)
    rosa.locality = "La Parada"
    assert kept(session, rosa) == before


def test_the_keys_follow_documents(session: Session, rosa: Person, card: DocumentType) -> None:
    document: IdentityDocument = IdentityDocumentFactory(person_id=rosa.id, document_type_id=card.id, number="V-12.345.678")
    assert kept(session, rosa) == worked_out(rosa, "V12345678")
    document.number = "V-87.654.321"
    assert kept(session, rosa) == worked_out(rosa, "V87654321")
    rosa.given_names = "Rosaura"
    assert kept(session, rosa) == worked_out(rosa, "V87654321")
    session.delete(document)
    assert kept(session, rosa) == worked_out(rosa)


def test_whoever_is_erased_has_none(session: Session, rosa: Person, card: DocumentType) -> None:
    IdentityDocumentFactory(person_id=rosa.id, document_type_id=card.id, number="V-12.345.678")
    personal_data.erase_person(rosa)
    assert kept(session, rosa) is None
    assert services.fill_match_keys() == 0


def test_the_keys_that_are_missing_are_worked_out(session: Session, rosa: Person, card: DocumentType) -> None:
    IdentityDocumentFactory(person_id=rosa.id, document_type_id=card.id, number="V-12.345.678")
    before = kept(session, rosa)
    session.execute(sa.text("UPDATE person SET match_keys = NULL"))
    assert services.fill_match_keys() == 1
    assert kept(session, rosa) == before
    assert services.fill_match_keys() == 0


class TestFrequencies:
    @pytest.fixture
    def counted(self, session: Session, office: Office, other_office: Office) -> Callable[[str], dict[str, int]]:
        """Six of one name at the office, four of another, and one of the first abroad."""
        for _ in range(6):
            PersonFactory(office=office, given_names="Zoila", surname_1="Vivas", surname_2="Bibas", birth_year=1950)
        for _ in range(4):
            PersonFactory(office=office, given_names="Quetzal", surname_1=None, surname_2=None, birth_year=1951)
        PersonFactory(office=other_office, given_names="Zoila", surname_1="Vivas", surname_2=None, birth_year=1950)
        session.flush()

        def count(kind: str) -> dict[str, int]:
            services.count_names()
            rows = sa.text("SELECT value, people FROM name_frequency WHERE country = 'CO' AND kind = :kind")
            return {row.value: row.people for row in session.execute(rows, {"kind": kind})}

        return count

    def test_words_sounds_and_birth_dates_are_counted_by_country(self, counted: Callable[[str], dict[str, int]]) -> None:
        assert counted("word") == {"zoila": 6, "vivas": 6, "bibas": 6}
        assert counted("sound") == {"soila": 6, "bibas": 12}, "who has two words of one sound counts with both"
        assert counted("birth") == {"1950": 6}
        assert counted("people") == {"": 10}

    def test_counting_again_changes_nothing(self, counted: Callable[[str], dict[str, int]]) -> None:
        assert counted("word") == counted("word")


def test_names_are_counted_anew_once_a_half_more_people_came(session: Session) -> None:
    office = OfficeFactory(country="PE")
    counted = []
    for new in (3, 1, 1):
        PersonFactory.create_batch(new, office=office)
        session.flush()
        services.count_names_after_growth("PE")
        counted.append(queries.common_in("PE", []).among)
    assert counted == [3, 3, 5]
