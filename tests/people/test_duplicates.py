from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.foundation.partial_date import PartialDate
from app.people.duplicates import POINTS, Match, Reason, Statement, compare
from app.people.enums import Sex
from app.people.models import Person
from app.people.names import Names

TODAY = date(2026, 11, 21)
SAME = Names("José Luis", "Peña", "Soto")


def registered(**fields: Any) -> Person:
    known = {"given_names": "José Luis", "surname_1": "Peña", "surname_2": "Soto", "sex": Sex.MALE, "birth_year": 1980}
    return Person(**known | fields)


def stated(names: Names = SAME, **fields: Any) -> Statement:
    return Statement(names=names, **fields)


def match(statement: Statement, person: Person | None = None, likeness: float = 0.9) -> Match:
    return compare(statement, person or registered(), likeness=likeness, today=TODAY)


def test_every_reason_has_its_points() -> None:
    assert set(POINTS) == set(Reason)


@pytest.mark.parametrize(
    ("names", "reasons"),
    [
        (Names("jose luis", "PENA", "Soto"), {Reason.SAME_NAMES}),
        (Names("José Luis", "Soto", "Peña"), {Reason.SAME_NAMES}),
        (Names("José", "Peña", "Soto"), {Reason.SAME_SURNAMES, Reason.SAME_GIVEN_NAME, Reason.SIMILAR_NAMES}),
        (Names("José Luis", "Peña"), {Reason.SAME_SURNAME, Reason.SAME_GIVEN_NAME, Reason.SIMILAR_NAMES}),
        (Names("Pedro", "Soto"), {Reason.SAME_SURNAME, Reason.SIMILAR_NAMES}),
        (Names("Pepe", "Penna"), {Reason.SIMILAR_NAMES}),
    ],
)
def test_names_say_how_they_agree(names: Names, reasons: set[Reason]) -> None:
    assert set(match(stated(names)).reasons) == reasons


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ({"birth": PartialDate(1980)}, Reason.SAME_BIRTH_YEAR),
        ({"birth": PartialDate(1980, 4, 17)}, Reason.SAME_BIRTH_YEAR),
        ({"birth": PartialDate(1979, 12)}, Reason.AGE_FITS),
        ({"birth": PartialDate(1978)}, None),
        ({"stated_age": 46}, Reason.AGE_FITS),
        ({"stated_age": 48}, None),
        ({"stated_age": 60}, Reason.OTHER_AGE),
        ({"birth": PartialDate(1955)}, Reason.OTHER_AGE),
        ({}, None),
    ],
)
def test_birth_and_age_speak_for_or_against(statement: dict[str, Any], reason: Reason | None) -> None:
    about_age = {Reason.SAME_BIRTH_DATE, Reason.SAME_BIRTH_YEAR, Reason.AGE_FITS, Reason.OTHER_AGE}
    assert set(match(stated(**statement)).reasons) & about_age == ({reason} if reason else set())


def test_the_same_day_of_birth_counts_more_than_the_year() -> None:
    person = registered(birth_month=4, birth_day=17)
    assert Reason.SAME_BIRTH_DATE in match(stated(birth=PartialDate(1980, 4, 17)), person).reasons
    assert Reason.SAME_BIRTH_YEAR in match(stated(birth=PartialDate(1980, 4, 18)), person).reasons


def test_a_phone_is_the_same_with_and_without_its_country() -> None:
    person = registered(phone="+573001234567")
    assert Reason.SAME_PHONE in match(stated(phone="300 123 45 67"), person).reasons
    assert Reason.SAME_PHONE not in match(stated(phone="300 123 45 68"), person).reasons
    assert Reason.SAME_PHONE not in match(stated(), registered(phone=None)).reasons


def test_sex_speaks_against_only_where_both_are_told() -> None:
    assert Reason.OTHER_SEX in match(stated(sex=Sex.FEMALE)).reasons
    assert Reason.OTHER_SEX not in match(stated(sex=Sex.DECLINED)).reasons
    assert Reason.OTHER_SEX not in match(stated(sex=Sex.FEMALE), registered(sex=Sex.UNKNOWN)).reasons


def test_the_same_names_are_close_and_father_and_son_are_not() -> None:
    assert match(stated()).is_close
    assert not match(stated(birth=PartialDate(2006))).is_close


def test_a_common_surname_alone_is_not_close() -> None:
    assert not match(stated(Names("Pedro", "Soto")), likeness=0.5).is_close
