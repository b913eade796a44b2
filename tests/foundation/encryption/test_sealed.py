"""Sealed values of real models: plain attributes in the code, bytes in the table."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases.models import Case, CaseNote
from app.catalogue.models import DocumentType
from app.foundation.encryption import DataKey, Place, SealBroken, is_erased, open_for, seal_for, shred
from app.foundation.encryption.data_keys import find_key
from app.foundation.encryption.sealed import sealed_models, sealed_values
from app.foundation.errors import WrongState
from app.foundation.ids import new_id
from app.people.models import IdentityDocument, Person
from app.web.erased import shown
from tests.factories.cases import case_at, note_of
from tests.factories.directory import FocalPointFactory
from tests.factories.people import IdentityDocumentFactory, PersonFactory
from tests.statements import statements

PHONE, NUMBER = "+573001112233", "V-12.345.678"


def read_again(session: Session) -> None:
    """What the next request sees: nothing opened, nothing loaded."""
    session.commit()
    session.expunge_all()


def document_of(person: Person, number: str) -> IdentityDocument:
    document_type = person_session(person).scalars(sa.select(DocumentType).limit(1)).one()
    document: IdentityDocument = IdentityDocumentFactory(person_id=person.id, document_type_id=document_type.id, number=number)
    return document


def person_session(person: Person) -> Session:
    session = sa.orm.object_session(person)
    assert session is not None
    return session


def test_a_value_is_read_as_it_was_written_and_stands_as_bytes(session: Session, office: Office) -> None:
    person = PersonFactory(office=office, phone=PHONE, locality="Barrio Aeropuerto, peñón")
    read_again(session)
    row = session.execute(sa.text("SELECT * FROM person WHERE id = :id"), {"id": person.id}).mappings().one()
    again = session.get_one(Person, person.id)
    assert (again.phone, again.locality, again.safe_contact) == (PHONE, "Barrio Aeropuerto, peñón", None)
    assert row["safe_contact_sealed"] is None
    assert not {"phone", "locality"} & set(row)
    assert PHONE.encode() not in row["phone_sealed"]


def test_answers_in_words_are_sealed_whole_and_none_are_an_empty_answer(session: Session, office: Office) -> None:
    case = case_at(office, intake_words={"authority": "Consulado en Bogotá"})
    other = case_at(office)
    read_again(session)
    assert session.get_one(Case, case.id).intake_words == {"authority": "Consulado en Bogotá"}
    assert session.get_one(Case, other.id).intake_words == {}


def test_a_value_that_is_written_again_as_it_was_changes_no_bytes(session: Session, office: Office) -> None:
    person = PersonFactory(office=office, phone=PHONE)
    before = person.phone_sealed  # type: ignore[attr-defined]
    person.phone = PHONE
    assert person.phone_sealed == before  # type: ignore[attr-defined]
    person.phone = None
    session.flush()
    assert (person.phone_sealed, person.phone_index) == (None, None)  # type: ignore[attr-defined]


def test_a_changed_value_is_read_by_the_next_request(session: Session, office: Office) -> None:
    case = case_at(office)
    case.goal = "Renovar el pasaporte"
    read_again(session)
    assert session.get_one(Case, case.id).goal == "Renovar el pasaporte"


def test_bytes_read_anew_make_what_was_opened_stale(session: Session, office: Office) -> None:
    person = PersonFactory(office=office, phone=PHONE)
    assert person.phone == PHONE
    session.execute(sa.text("UPDATE person SET phone_sealed = NULL"))
    session.refresh(person)
    assert person.phone is None


@pytest.mark.parametrize("column", ["locality_sealed", "phone_sealed"])
def test_a_value_copied_to_another_row_or_column_does_not_open(session: Session, office: Office, column: str) -> None:
    victim = PersonFactory(office=office, phone=PHONE, locality="Cúcuta")
    other = PersonFactory(office=office, phone="+573009998877")
    source, target = (other, "phone") if column == "phone_sealed" else (victim, "phone")
    session.execute(
        sa.text(f"UPDATE person SET phone_sealed = (SELECT {column} FROM person WHERE id = :source) WHERE id = :id"),  # noqa: S608 - names of the test
        {"source": source.id, "id": victim.id},
    )
    read_again(session)
    with pytest.raises(SealBroken):
        getattr(session.get_one(Person, victim.id), target)


def test_a_new_person_and_a_new_case_bring_their_keys_along(session: Session, office: Office) -> None:
    case = case_at(office)
    kinds = {key.id: key.kind for key in session.scalars(sa.select(DataKey))}
    assert (kinds[case.id], kinds[case.person_id]) == ("case", "person")


def test_a_page_of_records_asks_for_their_keys_once(app: Flask, session: Session, office: Office) -> None:
    ids = [PersonFactory(office=office, phone=f"+57300111223{n}").id for n in range(8)]
    read_again(session)
    people = session.scalars(sa.select(Person).where(Person.id.in_(ids))).all()
    with statements(app) as made:
        assert len({person.phone for person in people}) == 8
    assert len(made) == 1


def test_names_alone_ask_for_no_key(app: Flask, session: Session, office: Office) -> None:
    PersonFactory(office=office, phone=PHONE)
    read_again(session)
    with statements(app) as made:
        assert [person.given_names for person in session.scalars(sa.select(Person))] == ["Rosa Elena"]
    assert len(made) == 1


def test_a_key_whose_transaction_was_rolled_back_is_forgotten(session: Session, office: Office) -> None:
    person = PersonFactory.build(office=office, phone=PHONE)
    session.add(person)
    session.flush()
    assert find_key(session, person.id) is not None
    session.rollback()
    assert find_key(session, person.id) is None


@pytest.mark.usefixtures("session")
class TestFingerprints:
    def test_equal_numbers_share_one_however_they_are_written(self, office: Office) -> None:
        person = PersonFactory(office=office)
        one, same, other = (document_of(person, number) for number in (NUMBER, "v 12345678", "V-12.345.679"))
        assert one.number_index == same.number_index != other.number_index
        assert len(one.number_index or b"") == 16

    def test_a_value_without_anything_to_compare_has_none(self, office: Office) -> None:
        person = PersonFactory(office=office, phone="no tiene")
        assert (person.phone, person.phone_index) == ("no tiene", None)


class TestContents:
    def test_contacts_of_partners_need_no_data_key(self, session: Session) -> None:
        point = FocalPointFactory(email="mesa@socios.example", phone="+573004445566")
        session.commit()
        session.refresh(point)
        assert (point.email, point.phone) == ("mesa@socios.example", "+573004445566")
        assert b"mesa@" not in point.email_sealed


@pytest.mark.usefixtures("session")
class TestErasing:
    def test_what_the_key_sealed_is_gone_and_said_to_be_erased(self, session: Session, office: Office) -> None:
        person = PersonFactory(office=office, phone=PHONE)
        document = document_of(person, NUMBER)
        assert shred(person.id)
        read_again(session)
        person, document = session.get_one(Person, person.id), session.get_one(IdentityDocument, document.id)
        assert (person.phone, document.number) == (None, None)
        assert (shown(person, "phone"), shown(person, "safe_contact")) == ("Borrado", None)
        assert is_erased(person)
        assert is_erased(document)
        assert (person.phone_index, document.number_index) == (None, None)

    def test_an_erased_person_harms_neither_others_nor_the_texts_of_a_case(self, session: Session, office: Office) -> None:
        case = case_at(office, goal="Estudiar")
        note = note_of(case, text="Vino con su hermana.", occurred_on=date(2026, 3, 1))
        sister = PersonFactory(office=office, phone=PHONE)
        shred(case.person_id)
        read_again(session)
        assert session.get_one(Person, sister.id).phone == PHONE
        assert session.get_one(Case, case.id).goal == "Estudiar"
        assert session.get_one(CaseNote, note.id).text == "Vino con su hermana."

    def test_what_was_opened_before_is_forgotten_at_once(self, office: Office) -> None:
        person = PersonFactory(office=office, phone=PHONE)
        assert person.phone == PHONE
        shred(person.id)
        assert person.phone is None

    def test_nothing_more_is_written_into_an_erased_file(self, session: Session, office: Office) -> None:
        case = case_at(office)
        shred(case.id)
        with pytest.raises(WrongState, match="se borró"):
            case.goal = "Otra cosa"
        with pytest.raises(WrongState, match="se borró"):
            note_of(case, text="más")
        session.rollback()

    def test_erasing_what_was_never_there_is_no_error(self) -> None:
        assert not shred(new_id())


@pytest.mark.usefixtures("session")
class TestBytesOfOtherRooms:
    def test_bytes_are_sealed_under_the_key_of_a_file(self, office: Office) -> None:
        case = case_at(office)
        place = Place("attachment", "content", new_id())
        sealed = seal_for(case.id, place, b"%PDF-1.7")
        assert open_for(case.id, place, sealed) == b"%PDF-1.7"
        with pytest.raises(SealBroken):
            open_for(case.id, place._replace(row_id=new_id()), sealed)
        shred(case.id)
        assert open_for(case.id, place, sealed) is None


def test_every_sealed_value_says_under_whose_key_it_stands() -> None:
    said = {value.column.info["sealed"] for model in sealed_models() for value in sealed_values(model)}
    assert said == {"id", "person_id", "case_id", "record_id", "owner_id", "import_id", "contents"}
