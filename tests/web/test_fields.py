from __future__ import annotations

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from app.foundation.clock import today_in
from app.foundation.partial_date import PartialDate
from app.web import fields
from app.web.fields import (
    DayField,
    ExactDateField,
    ListAnswerField,
    PartialDateField,
    SuggestField,
    WholeNumberField,
    at_most,
    choices,
    on_one_line,
    stripped,
)


class Birth(Form):
    born = PartialDateField("Born", [InputRequired("Write at least the year")])


class Visit(Form):
    on = ExactDateField("Visited")


class Leaving(Form):
    on = DayField("Left", [InputRequired("Write the date")])


class Place(Form):
    city = SuggestField("City", choices=[("CO54001", "Cúcuta"), ("CO11001", "Bogotá")])


def typed(prefix: str, day: str = "", month: str = "", year: str = "") -> MultiDict[str, str]:
    return MultiDict({f"{prefix}-day": day, f"{prefix}-month": month, f"{prefix}-year": year})


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        (("17", "4", "1990"), PartialDate(1990, 4, 17)),
        (("", "04", "1990"), PartialDate(1990, 4)),
        (("", "", " 1990 "), PartialDate(1990)),
    ],
)
def test_a_birth_date_may_be_known_only_in_part(spanish: None, boxes: tuple[str, str, str], expected: PartialDate) -> None:
    form = Birth(typed("born", *boxes))
    assert form.validate()
    assert form.born.data == expected


@pytest.mark.parametrize(
    ("boxes", "wrong", "words"),
    [
        (("", "", ""), ("day", "month", "year"), "Write at least the year"),
        (("17", "4", ""), ("year",), "Escriba el año"),
        (("17", "", "1990"), ("month",), "Escriba también el mes"),
        (("31", "2", "1990"), ("day",), "Ese mes no tiene ese día"),
        (("1", "13", "1990"), ("month",), "del 1 al 12"),
        (("1", "1", "90"), ("year",), "cuatro cifras"),
        (("1", "1", "19900"), ("year",), "cuatro cifras"),
        (("1", "1", "1899"), ("year",), "desde 1900 en adelante"),
        (("uno", "1", "1990"), ("day",), "con números"),
        (("1", "1", "²0²0"), ("year",), "con números"),
    ],
)
def test_a_wrong_date_says_how_to_mend_it_marks_its_boxes_and_keeps_what_was_typed(
    spanish: None, boxes: tuple[str, str, str], wrong: tuple[str, ...], words: str
) -> None:
    form = Birth(typed("born", *boxes))
    assert not form.validate()
    assert form.born.data is None
    assert words in form.born.errors[0]
    assert form.born.wrong_parts == wrong
    assert tuple(form.born.typed.values()) == boxes


def test_a_stored_partial_date_fills_its_boxes() -> None:
    form = Birth(data={"born": PartialDate(1990, 4)})
    assert form.born.typed == {"day": "", "month": "4", "year": "1990"}


def test_an_exact_date_needs_all_three_boxes(spanish: None) -> None:
    whole = Visit(typed("on", "20", "11", "2026"))
    assert whole.validate()
    assert whole.on.data == date(2026, 11, 20)
    part = Visit(typed("on", "", "11", "2026"))
    assert not part.validate()
    assert part.on.wrong_parts == ("day",)


def test_an_empty_optional_date_is_none_and_no_error(spanish: None) -> None:
    form = Visit(typed("on"))
    assert form.validate()
    assert form.on.data is None


@pytest.mark.usefixtures("spanish")
class TestADayWithATickForToday:
    def test_it_begins_empty_and_is_asked(self) -> None:
        form = Leaving(MultiDict({"on-day": ""}))
        assert (form.on.typed, form.on.is_today) == ({"day": "", "month": "", "year": ""}, False)
        assert not form.validate()
        assert form.on.errors == ["Write the date"]

    def test_one_tick_says_today(self) -> None:
        form = Leaving(MultiDict({"on-today": today_in("UTC").isoformat(), **typed("on").to_dict()}))
        assert form.validate()
        assert (form.on.data, form.on.is_today) == (today_in("UTC"), True)

    def test_a_page_opened_before_midnight_means_the_day_that_it_showed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fields, "today_in", lambda _time_zone: date(2026, 11, 23))
        form = Leaving(MultiDict({"on-today": "2026-11-22", **typed("on").to_dict()}))
        assert form.validate()
        assert (form.on.data, form.on.is_today) == (date(2026, 11, 22), False)
        assert form.on.typed == {"day": "22", "month": "11", "year": "2026"}

    @pytest.mark.parametrize("named", ["y", "2026-11-21", "2026-11-24", "2026-13-40", "hoy", "\x00"])
    def test_a_tick_that_names_another_day_is_refused_and_asked_again(self, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
        monkeypatch.setattr(fields, "today_in", lambda _time_zone: date(2026, 11, 23))
        form = Leaving(MultiDict({"on-today": named, **typed("on").to_dict()}))
        assert not form.validate()
        assert "marque de nuevo que fue hoy" in form.on.errors[0]
        assert not form.on.is_today

    def test_another_day_is_written(self) -> None:
        form = Leaving(typed("on", "20", "11", "2026"))
        assert form.validate()
        assert form.on.data == date(2026, 11, 20)

    @pytest.mark.parametrize("boxes", [("1", "1", "2020"), ("1", "", "2020"), ("31", "2", "2020")])
    def test_a_tick_beside_another_day_is_asked_about(self, boxes: tuple[str, str, str]) -> None:
        form = Leaving(MultiDict({"on-today": today_in("UTC").isoformat(), **typed("on", *boxes).to_dict()}))
        assert not form.validate()
        assert "no las dos cosas" in form.on.errors[0]
        assert tuple(form.on.typed.values()) == boxes


@pytest.mark.parametrize("written", ["Cúcuta", "cucuta", " CÚCUTA ", "CO54001"])
def test_a_suggestion_is_recognised_without_accents_or_capitals(spanish: None, written: str) -> None:
    form = Place(MultiDict({"city": written}))
    assert form.validate()
    assert form.city.data == "CO54001"


def test_an_unknown_suggestion_is_refused_and_kept(spanish: None) -> None:
    form = Place(MultiDict({"city": "Macondo"}))
    assert not form.validate()
    assert form.city.data is None
    assert form.city._value() == "Macondo"


class Visits(Form):
    count = WholeNumberField("Visits")
    kind = ListAnswerField("Kind", choices=choices([("home", "At home"), ("office", "At the office")]))
    words = StringField("Words", [at_most(5)])


@pytest.mark.parametrize(
    ("text", "kept"),
    [(None, None), ("  ", None), ("\x00", None), (" two words ", "two words"), ("one\r\ntwo\n", "one\ntwo"), ("a\x00b", "ab")],
)
def test_typed_text_loses_its_margins_and_what_no_text_holds(text: str | None, kept: str | None) -> None:
    assert stripped(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (None, None),
        (" \t\n", None),
        ("María\r\n  José", "María José"),
        ("a\x00b\x1bc", "a b c"),
        ("acta\u202efdp.exe", "actafdp.exe"),
    ],
)
def test_a_text_on_one_line_has_single_spaces(text: str | None, kept: str | None) -> None:
    assert on_one_line(text) == kept


@pytest.mark.parametrize(("text", "count"), [("", None), (" 12 ", 12), ("0", 0)])
def test_a_whole_number_is_typed_in_figures(spanish: None, text: str, count: int | None) -> None:
    form = Visits(MultiDict({"count": text, "kind": "home"}))
    assert form.validate()
    assert form.count.data == count


@pytest.mark.parametrize("text", ["three", "1.5", "-1", "²", "9" * 40])
def test_anything_else_than_a_whole_number_is_refused_and_kept(spanish: None, text: str) -> None:
    form = Visits(MultiDict({"count": text, "kind": "home"}))
    assert not form.validate()
    assert form.count.errors == ["Escriba un número entero en cifras, como 3"]
    assert f'value="{text}"' in form.count()


def test_an_answer_that_is_not_on_offer_is_refused_in_plain_words(spanish: None) -> None:
    form = Visits(MultiDict({"kind": "moon"}))
    assert not form.validate()
    assert form.kind.errors == ["Elija una de las respuestas"]


def test_a_text_that_is_too_long_says_how_long_it_may_be(spanish: None) -> None:
    form = Visits(MultiDict({"kind": "home", "words": "123456"}))
    assert not form.validate()
    assert form.words.errors == ["Acorte este texto a 5 caracteres"]
