"""Ages as people say them, of babies in months."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.foundation.partial_date import PartialDate
from app.people.ages import SaidAge, months_since, read_age
from app.people.forms.fields import AgeField
from app.people.forms.lines import Born, BornField
from app.people.models import Person
from app.people.presenters.words import age_in_words, birth_in_words

SAID_ON = date(2026, 8, 22)


class Boxes(Form):
    age = AgeField("")
    born = BornField("")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3 meses", SaidAge(0, 3)), ("3m", SaidAge(0, 3)), ("3 M.", SaidAge(0, 3)), ("1 mês", SaidAge(0, 1)),
        ("0 meses", SaidAge(0, 0)), ("11 meses", SaidAge(0, 11)), ("18 meses", SaidAge(1, 18)), ("23 months", SaidAge(1, 23)),
        ("24 meses", SaidAge(2)), ("30 meses", SaidAge(2)), ("5 días", SaidAge(0, 0)), ("2 semanas", SaidAge(0, 0)),
        ("8 weeks", SaidAge(0, 1)), ("90 días", SaidAge(0, 2)), ("34 años", SaidAge(34)), ("1 año", SaidAge(1)),
        ("34", None), ("meses", None), ("3 gatos", None), ("", None), ("-3 meses", None),
    ],
)  # fmt: skip
def test_what_was_said_is_kept_under_two_years_in_months(text: str, said: SaidAge | None) -> None:
    assert read_age(text) == said


def test_both_age_boxes_take_months() -> None:
    boxes = Boxes(MultiDict({"age": "3 meses", "born": "3m"}))
    assert boxes.validate()
    assert (boxes.age.data, boxes.age.months, boxes.born.data) == (0, 3, Born(age=0, months=3))


def test_the_box_shows_months_again_as_they_are_written(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "es"}):
        known = Boxes(data={"age": SaidAge(1, 13)})
        assert 'value="13 meses"' in str(known.age())
        assert 'value="34"' in str(Boxes(data={"age": 34}).age())
        assert 'value="3 gatos"' in str(Boxes(MultiDict({"age": "3 gatos"}), data={"age": SaidAge(0, 3)}).age())
    assert Boxes(MultiDict({"age": "2"}), data={"age": SaidAge(0, 3)}).age.months is None


@pytest.mark.parametrize("text", ["3 gatos", "-3 meses", "tres", "3 meses y medio", "1000 meses"])
def test_what_is_no_age_is_refused_with_an_example(text: str) -> None:
    boxes = Boxes(MultiDict({"age": text, "born": text}))
    assert not boxes.validate()
    assert "3 months" in str(boxes.errors)


births = st.dates(date(2024, 1, 1), date(2026, 11, 22))


@given(born=births, said_after=st.integers(0, 700), later=st.integers(0, 700))
def test_months_are_counted_on_with_time_and_hold_the_true_age(born: date, said_after: int, later: int) -> None:
    said_on = date.fromordinal(born.toordinal() + said_after)
    on = date.fromordinal(said_on.toordinal() + later)
    said, _most = PartialDate.from_date(born).months_range(said_on) or (0, 0)
    true, _most = PartialDate.from_date(born).months_range(on) or (0, 0)
    fewest, most = months_since(said, said_on, on)
    assert fewest <= true <= most <= fewest + 1


@pytest.mark.parametrize(
    ("facts", "on", "words"),
    [
        ({"stated_age_months": 3, "stated_age": 0}, SAID_ON, "3 meses"),
        ({"stated_age_months": 3, "stated_age": 0}, date(2026, 10, 22), "5 meses"),
        ({"stated_age_months": 3, "stated_age": 0}, date(2026, 11, 1), "5 o 6 meses"),
        ({"stated_age_months": 0, "stated_age": 0}, SAID_ON, "menos de 1 mes"),
        ({"stated_age_months": 0, "stated_age": 0}, date(2026, 8, 30), "0 o 1 meses"),
        ({"stated_age_months": 1, "stated_age": 0}, SAID_ON, "1 mes"),
        ({"stated_age_months": 23, "stated_age": 1}, date(2026, 12, 30), "1 o 2 años"),
        ({"stated_age": 0}, SAID_ON, "menos de 1 año"),
        ({"birth_year": 2026, "birth_month": 6}, date(2026, 11, 22), "4 o 5 meses"),
        ({"birth_year": 2026, "birth_month": 8, "birth_day": 1}, date(2026, 11, 22), "3 meses"),
        ({"birth_year": 2026, "birth_month": 11}, date(2026, 11, 22), "menos de 1 mes"),
        ({"birth_year": 2026}, date(2026, 11, 22), "menos de 1 año"),
        ({"birth_year": 2024, "birth_month": 11, "birth_day": 22}, date(2026, 11, 22), "2 años"),
        ({"birth_year": 2024, "birth_month": 11, "birth_day": 23}, date(2026, 11, 22), "23 meses"),
    ],
)  # fmt: skip
def test_under_two_years_the_age_is_said_in_months(app: Flask, facts: dict[str, Any], on: date, words: str) -> None:
    person = Person(**facts, age_stated_on=SAID_ON if "stated_age" in facts else None)
    with app.test_request_context(headers={"Accept-Language": "es"}):
        assert age_in_words(person, on) == words


def test_the_file_says_what_was_said_and_when(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "es"}):
        assert (
            birth_in_words(Person(stated_age=0, stated_age_months=3, age_stated_on=SAID_ON))
            == "3 meses, según dijo el sáb 22 ago 2026"
        )
