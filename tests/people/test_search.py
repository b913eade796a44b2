"""Who stands first among those found by name, and what a birth beside the name does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.foundation.actor import Actor
from app.people import queries
from app.people.models import Person
from app.people.queries import MOST_HITS, FoundPeople
from tests.actors import seeing
from tests.factories.accounts import OfficeFactory
from tests.factories.people import PersonFactory


def registered(office: Office, names: str, **facts: Any) -> Person:
    """``names`` as "given names|first surname|second surname"; each may be missing."""
    given_names, surname_1, surname_2 = [*(name or None for name in names.split("|")), None, None][:3]
    person: Person = PersonFactory(office=office, given_names=given_names, surname_1=surname_1, surname_2=surname_2, **facts)
    return person


def found(actor: Actor, text: str) -> list[Person]:
    return [hit.person for hit in queries.search_people(actor, text).rows]


def crowd(session: Session, office: Office, names: str, count: int) -> None:
    """Many people with the same names, registered before anybody whom a test registers later."""
    first = registered(office, names)
    session.execute(
        sa.text(
            """INSERT INTO person (id, code, given_names, surname_1, surname_2, other_names, search_keys, sex, population_type,
                leave_no_message, office_id, is_restricted, registered_at, version)
            SELECT uuidv7(), 'CRW-P-' || n, given_names, surname_1, surname_2, other_names, search_keys, sex, population_type,
                leave_no_message, office_id, is_restricted, registered_at, version
            FROM person, generate_series(2, :count) AS n WHERE id = :id"""
        ),
        {"id": first.id, "count": count},
    )


class TestOrder:
    def test_who_has_the_very_name_stands_before_hundreds_who_have_more_names(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        crowd(session, office, "María José|González|Pérez", 700)
        exact = registered(office, "Maria|Gonzales")
        assert found(caseworker, "gonzález maría")[0] is exact

    def test_who_is_known_by_that_very_name_too_is_found_among_hundreds(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        crowd(session, office, "María|Pinto|Rojas", 400)
        called = registered(office, "Graciela|Quispe", other_names=["María Pinto"])
        assert found(caseworker, "maría pinto")[0] is called

    def test_all_words_found_stand_before_words_with_a_slip(self, caseworker: Actor, office: Office) -> None:
        alike = registered(office, "Marta|Rivas")
        meant = registered(office, "María|Rivas|Uzcátegui Echeverría")
        assert found(caseworker, "maria rivas") == [meant, alike]

    def test_a_given_name_and_a_surname_mean_the_first_surname(self, caseworker: Actor, office: Office) -> None:
        second = registered(office, "Esther|Osorio|Muñoz")
        both_given = registered(office, "Esther Fernanda|Muñoz|Carrillo")
        second_given = registered(office, "Ana Esther|Muñoz|Villavicencio")
        exact = registered(office, "Esther|Muñoz")
        first, *middle, last = found(caseworker, "esther muñzo")
        assert (first, set(middle), last) == (exact, {both_given, second_given}, second)
        assert found(caseworker, "munoz esther")[0] is exact
        assert found(caseworker, "munoz esther")[-1] is second

    def test_of_people_with_the_same_name_those_of_the_own_office_stand_first(self, caseworker: Actor, office: Office) -> None:
        own = registered(office, "Rosa|Guerrero")
        others = [registered(OfficeFactory(), "Rosa|Guerrero") for _ in range(3)]
        of_many = seeing(caseworker, office, *(person.office for person in others))
        assert found(of_many, "rosa guerrero")[0] is own
        assert set(found(of_many, "rosa guerrero")) == {own, *others}


class TestOneWordTooMany:
    @pytest.mark.parametrize("people", [None, 5_000])
    def test_it_is_found_with_a_slip_in_another_word_however_common_the_first(
        self, session: Session, caseworker: Actor, office: Office, people: int | None
    ) -> None:
        person = registered(office, "José|Uzcátegui")
        if people:
            counted = "INSERT INTO name_frequency (id, country, kind, value, people) VALUES (uuidv7(), 'CO', 'sound', 'jose', :n)"
            session.execute(sa.text(counted), {"n": people})
        assert found(caseworker, "jose uscatgui perdomo") == [person]
        assert found(caseworker, "perdomo josé uzcáteguy") == [person]


class TestWordsRunTogether:
    @pytest.mark.parametrize(
        ("names", "typed"),
        [
            ("María José|González|Pérez", "mariajose gonzalez perez"),
            ("María José|González|Pérez", "Maríajosé González"),
            ("Ana Isabel|Vivas", "vibas anaisabel"),
            ("Juan Carlos|Santa Cruz", "juancarlos santacruz"),
            ("Mariángel|Rojas", "maria angel rojas"),
            ("Rosangela|Prieto", "rosa angela prieto"),
        ],
    )
    def test_two_names_written_as_one_and_one_as_two_are_found(
        self, caseworker: Actor, office: Office, names: str, typed: str
    ) -> None:
        person = registered(office, names)
        registered(office, "María|Quispe|Mamani")
        assert found(caseworker, typed)[0] is person

    def test_both_halves_have_to_be_names_of_that_person(self, caseworker: Actor, office: Office) -> None:
        registered(office, "María|González")
        registered(office, "José|González")
        assert found(caseworker, "mariajose gonzalez") == []


class TestBirth:
    def test_a_year_leaves_out_who_was_born_in_another(self, caseworker: Actor, office: Office) -> None:
        meant = registered(office, "María|González", birth_year=1987)
        registered(office, "María|González", birth_year=1988)
        assert found(caseworker, "maría gonzález 1987") == [meant]
        assert found(caseworker, "1987 gonsales maria") == [meant]

    def test_who_said_an_age_that_fits_and_who_said_none_come_after(self, caseworker: Actor, office: Office) -> None:
        unknown = registered(office, "María|González", birth_year=None)
        said = [
            registered(office, "María|González", birth_year=None, stated_age=age, age_stated_on=date(2026, 6, 1))
            for age in (37, 38, 39, 40)
        ]
        born = registered(office, "María|González|Uzcátegui", birth_year=1987)
        assert found(caseworker, "maría gonzález 1987") == [born, said[2], said[1], unknown]

    def test_who_was_born_on_the_very_day_stands_first(self, caseworker: Actor, office: Office) -> None:
        day = registered(office, "María|González|Uzcátegui", birth_year=1987, birth_month=5, birth_day=12)
        month = registered(office, "María|González|Chacón", birth_year=1987, birth_month=5)
        year = registered(office, "María|González", birth_year=1987, birth_month=7, birth_day=2)
        assert found(caseworker, "maría gonzález 12/5/1987") == [day, month, year]

    def test_a_year_that_nobody_has_hides_nobody(self, caseworker: Actor, office: Office) -> None:
        person = registered(office, "María|González", birth_year=1987)
        answer = queries.search_people(caseworker, "maría gonzález 1978")
        assert ([hit.person for hit in answer.rows], answer.is_despite_birth) == ([person], True)
        assert not queries.search_people(caseworker, "maría gonzález 1987").is_despite_birth
        assert not queries.search_people(caseworker, "quispe 1978").is_despite_birth

    def test_a_birth_corrected_is_found_and_the_earlier_one_no_more(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        person = registered(office, "Rosa|Guerrero", birth_year=1987)
        person.birth_year = 1978
        session.flush()
        assert not queries.search_people(caseworker, "guerrero 1978").is_despite_birth
        assert queries.search_people(caseworker, "guerrero 1987").is_despite_birth


class TestHowMany:
    def counted(self, session: Session, caseworker: Actor, office: Office, count: int) -> FoundPeople:
        crowd(session, office, "Rosa|Guerrero", count)
        return queries.search_people(caseworker, "rosa guerrero")

    @pytest.mark.parametrize(("people", "are_too_many"), [(25, False), (26, True), (60, True)])
    def test_they_are_counted(self, session: Session, caseworker: Actor, office: Office, people: int, are_too_many: bool) -> None:
        answer = self.counted(session, caseworker, office, people)
        assert (answer.among, answer.are_too_many, answer.has_next) == (people, are_too_many, are_too_many)

    def test_counting_ends_where_nobody_leafs_any_more(self, session: Session, caseworker: Actor, office: Office) -> None:
        assert self.counted(session, caseworker, office, MOST_HITS + 50).among == MOST_HITS
        last = queries.search_people(caseworker, "rosa guerrero", MOST_HITS // 25)
        assert (len(last.rows), last.has_next) == (25, False)

    def test_nobody_is_told_how_many_have_the_name_elsewhere(
        self, session: Session, caseworker: Actor, far_away: Actor, office: Office
    ) -> None:
        self.counted(session, caseworker, office, 30)
        assert queries.search_people(far_away, "rosa guerrero").among == 0
        assert queries.search_people(far_away, "rosa guerrero 1992").among == 0
