from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from app.foundation.partial_date import PartialDate
from app.web import filters
from app.web.time_zones import when_words

FRIDAY = date(2026, 11, 20)
LATE_EVENING_IN_BOGOTA = datetime(2026, 11, 21, 3, 5, tzinfo=UTC)


@pytest.fixture
def speaking(app: Flask, request: pytest.FixtureRequest):
    with app.test_request_context(), force_locale(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("speaking", "expected"),
    [("es", "vie 20 nov 2026"), ("en", "Fri 20 Nov 2026"), ("pt", "sex 20 nov 2026")],
    indirect=["speaking"],
)
def test_a_day_is_short_and_without_points_in_each_language(speaking: str, expected: str) -> None:
    assert filters.day(FRIDAY) == expected


@pytest.mark.parametrize(
    ("speaking", "expected"),
    [("es", "viernes, 4 de diciembre"), ("en", "Friday, December 4"), ("pt", "sexta-feira, 4 de dezembro")],
    indirect=["speaking"],
)
def test_a_long_day_has_its_whole_weekday_in_each_language(speaking: str, expected: str) -> None:
    assert filters.day_long(date(2026, 12, 4)) == expected


def test_an_instant_is_told_on_the_clock_of_the_office_not_of_the_server(spanish: None) -> None:
    assert filters.instant(LATE_EVENING_IN_BOGOTA, "America/Bogota") == "vie 20 nov 2026, 22:05"
    assert filters.instant(LATE_EVENING_IN_BOGOTA, "America/Sao_Paulo") == "sáb 21 nov 2026, 00:05"


def test_an_instant_without_an_office_says_that_it_is_utc(spanish: None) -> None:
    assert filters.instant(LATE_EVENING_IN_BOGOTA) == "sáb 21 nov 2026, 03:05 UTC"


def test_a_heading_of_moments_names_the_city_whose_clock_it_is(spanish: None) -> None:
    assert when_words("America/Bogota") == "Cuándo (hora de Bogotá)"
    assert when_words("UTC") == "Cuándo"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "hoy"),
        (-1, "ayer"),
        (1, "mañana"),
        (-3, "hace 3 días"),
        (-7, "hace 7 días"),
        (-30, "hace 30 días"),
        (5, "dentro de 5 días"),
        (31, "dentro de 1 mes"),
        (-31, "hace 1 mes"),
        (-65, "hace 2 meses"),
        (-365, "hace 12 meses"),
        (-549, "hace 18 meses"),
        (-640, "hace 21 meses"),
        (640, "dentro de 21 meses"),
        (-715, "hace 23 meses"),
        (-731, "hace 2 años"),
        (-800, "hace 2 años"),
        (-913, "hace 2 años"),
        (-914, "hace 3 años"),
        (-3652, "hace 10 años"),
        (731, "dentro de 2 años"),
    ],
)
def test_the_distance_of_a_date_is_told_in_words(spanish: None, days: int, expected: str) -> None:
    assert filters.ago(FRIDAY + timedelta(days=days), today=FRIDAY) == expected


@pytest.mark.parametrize("days", range(731, 8000, 83))
def test_years_are_never_more_than_half_a_year_off(spanish: None, days: int) -> None:
    told = int(filters.ago(FRIDAY - timedelta(days=days), today=FRIDAY).split()[1])
    assert abs(told * 365.25 - days) <= 366 / 2


def test_the_distance_of_an_instant_counts_days_of_the_office(spanish: None) -> None:
    assert filters.ago(LATE_EVENING_IN_BOGOTA, today=FRIDAY, time_zone="America/Bogota") == "hoy"


def test_numbers_and_shares_follow_the_reader(spanish: None) -> None:
    assert filters.number(12345.5) == "12.345,5"
    assert filters.percent(0.256).replace("\xa0", " ") == "26 %"
    with force_locale("en"):
        assert filters.number(12345.5) == "12,345.5"


def test_money_is_counted_in_minor_units_of_its_currency(spanish: None) -> None:
    assert filters.money(4500000, "COP") == "45.000 COP"
    assert filters.money(4500050, "COP") == "45.000,50 COP"
    assert filters.money(45000, "CLP") == "45.000 CLP"


def test_surnames_stand_in_capitals_and_a_missing_one_leaves_no_gap() -> None:
    assert filters.full_name("María de los Ángeles", "Briceño", "Rojas") == "María de los Ángeles BRICEÑO ROJAS"
    assert filters.full_name("Marie", "Jean-Baptiste", None) == "Marie JEAN-BAPTISTE"


def test_a_partial_date_says_no_more_than_is_known(spanish: None) -> None:
    assert filters.partial_day(PartialDate(1992, 3, 14)) == "14 mar 1992"
    assert filters.partial_day(PartialDate(1992, 3)) == "mar 1992"
    assert filters.partial_day(PartialDate(1992)) == "1992"
    assert filters.partial_day(None) == ""


def test_a_list_is_read_as_a_sentence(spanish: None) -> None:
    assert filters.sentence(["apellido", "año", "teléfono"]) == "apellido, año y teléfono"
