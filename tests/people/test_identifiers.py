"""People are found by document number and by phone, though neither stands in the clear."""

from __future__ import annotations

import logging

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.encryption import shred
from app.people import queries
from app.people.document_numbers import normalised_number, possible_numbers
from app.people.matching import Feature, Outcome
from app.people.models import Person
from app.people.names import Names
from app.people.phones import digits_of
from app.people.queries import FoundBy
from app.people.statement import Statement
from tests.conftest import SignIn
from tests.factories.people import IdentityDocumentFactory, PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import page
from tests.statements import statements

PHONE, NUMBER = "+573001234567", "V-12.345.678"


@pytest.fixture
def person(session: Session, office: Office) -> Person:
    """Somebody with a phone and an identity card."""
    registered: Person = PersonFactory(office=office, phone=PHONE)
    card = session.scalars(sa.select(DocumentType).where(DocumentType.code == "VE-CI")).one()
    IdentityDocumentFactory(person_id=registered.id, document_type_id=card.id, number=NUMBER)
    return registered


def found(actor: Actor, typed: str) -> list[tuple[Person, FoundBy | None]]:
    return [(hit.person, hit.found_by) for hit in queries.search_people(actor, typed).rows]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("V-12.345.678", "V12345678"), (" v 12345678 ", "V12345678"), ("144-523 001", "144523001"), ("AB 12", "AB12"),
        ("no tiene", None), ("V-1", None), ("", None),
    ],
)  # fmt: skip
def test_numbers_are_compared_by_their_letters_and_digits(written: str, kept: str | None) -> None:
    assert normalised_number(written) == kept


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("12.345.678", {"12345678", "V12345678", "E12345678"}), ("v12345678", {"V12345678", "12345678"}), ("RF-77", {"RF77"})],
)
def test_the_letter_of_an_identity_card_may_be_left_out(typed: str, meant: set[str]) -> None:
    assert set(possible_numbers(typed)) == meant


def test_a_phone_is_compared_by_its_digits() -> None:
    assert digits_of("+57 300 123-4567") == "573001234567"
    assert digits_of("la vecina, 123") is None


@pytest.mark.parametrize("typed", [NUMBER, "v12345678", "12345678", " 12 345 678 "])
def test_a_document_number_finds_its_holder_however_it_is_written(caseworker: Actor, person: Person, typed: str) -> None:
    assert found(caseworker, typed) == [(person, FoundBy.DOCUMENT)]


@pytest.mark.parametrize(
    "typed", [PHONE, "300 123 4567", "+57 300-123-4567", "573001234567", "0057 300 123 4567", "(0057)3001234567"]
)
def test_a_phone_finds_whose_it_is_with_or_without_the_prefix(caseworker: Actor, person: Person, typed: str) -> None:
    assert found(caseworker, typed) == [(person, FoundBy.PHONE)]


@pytest.mark.parametrize("typed", ["12345679", "1234567", "300 123 4568", "1234", "guerrero"])
def test_another_number_finds_nobody_by_it(caseworker: Actor, person: Person, typed: str) -> None:
    assert (person, FoundBy.DOCUMENT) not in found(caseworker, typed)
    assert (person, FoundBy.PHONE) not in found(caseworker, typed)


@pytest.mark.parametrize("typed", [NUMBER, PHONE])
def test_nobody_is_found_outside_ones_scope(far_away: Actor, person: Person, typed: str) -> None:
    assert found(far_away, typed) == []


@pytest.mark.parametrize("typed", [NUMBER, PHONE])
def test_who_was_erased_is_not_found_by_it_any_more(caseworker: Actor, person: Person, typed: str) -> None:
    shred(person.id)
    assert found(caseworker, typed) == []


def test_a_changed_phone_is_found_and_the_old_one_is_not(session: Session, caseworker: Actor, person: Person) -> None:
    person.phone = "+573009998877"
    session.flush()
    assert found(caseworker, "300 999 8877") == [(person, FoundBy.PHONE)]
    assert found(caseworker, PHONE) == []


class TestCandidates:
    def test_the_same_phone_is_a_reason_though_the_names_are_others(self, caseworker: Actor, person: Person) -> None:
        stated = Statement(names=Names("Zoraida", "Quintanilla"), phone="0057 300 123 4567")
        (found,) = queries.find_candidates(caseworker, stated).people
        assert (found.person, found.level, found.shares_phone) == (person, None, True)

    def test_nobody_stands_twice_among_them(self, caseworker: Actor, person: Person) -> None:
        stated = Statement(names=Names(person.given_names, person.surname_1, person.surname_2), phone=PHONE)
        (found,) = queries.find_candidates(caseworker, stated).people
        same = {each.feature for each in found.comparison.evidence if each.outcome is Outcome.SAME}
        assert same == {Feature.GIVEN_NAMES, Feature.SURNAMES, Feature.PHONE}

    def test_nothing_sealed_is_opened_to_compare_them(
        self, app: Flask, session: Session, caseworker: Actor, office: Office
    ) -> None:
        for number in range(12):
            PersonFactory(office=office, phone=f"+57300123450{number}")
        session.expunge_all()
        with statements(app) as made:
            queries.find_candidates(caseworker, Statement(names=Names("Rosa Elena", "Guerrero", "Pinto"), phone=PHONE))
        assert len(made) <= 6
        assert not [statement for statement in made if "data_key" in statement]


@pytest.mark.parametrize(("typed", "said"), [(NUMBER, "Por número de documento"), ("300 123 4567", "Por teléfono")])
def test_the_page_says_by_what_and_the_number_stands_nowhere_else(
    sign_in: SignIn, person: Person, caplog: pytest.LogCaptureFixture, typed: str, said: str
) -> None:
    ana = sign_in(Role.CASEWORKER)
    with caplog.at_level(logging.DEBUG):
        response = ana.post("/search", data={"q": typed})
        assert response.location == "/search"
        shown = page(ana.get("/search"))
    assert said in shown
    assert f'href="/people/{person.id}"' in shown
    told = caplog.text + "".join(str(vars(event)) for event in db.session.scalars(sa.select(AuditEvent)))
    assert typed not in told


@pytest.mark.parametrize("typed", ["cuc-p-490", "CUC-P-000490", "490", "000490"])
def test_a_code_is_found_without_its_zeros_and_by_its_last_figures(ana: GuardedClient, office: Office, typed: str) -> None:
    person = PersonFactory(office=office, code="CUC-P-000490")
    assert ana.post("/search", data={"q": typed}).location == f"/people/{person.id}"


def test_figures_that_are_a_document_are_not_taken_for_a_code(ana: GuardedClient, person: Person, office: Office) -> None:
    PersonFactory(office=office, code="CUC-P-490490")
    card = db.session.scalars(sa.select(DocumentType).where(DocumentType.code == "VE-CI")).one()
    IdentityDocumentFactory(person_id=person.id, document_type_id=card.id, number="490490")
    assert ana.post("/search", data={"q": "490490"}).location == "/search"


def test_an_empty_result_says_what_must_be_whole(ana: GuardedClient) -> None:
    ana.post("/search", data={"q": "4567"})
    assert "se encuentra solo completo" in page(ana.get("/search"))
