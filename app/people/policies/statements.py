"""Which statements about a person cannot be true."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from app.foundation.errors import RefusedInput
from app.foundation.partial_date import PartialDate

OLDEST_AGE = 120
NEEDS_A_NAME = _l("Write at least one name or surname")


def check_has_a_name(*names: str | None) -> None:
    if not any(names):
        raise RefusedInput(NEEDS_A_NAME, field="given_names")


def is_born_later(birth: PartialDate, *, today: date) -> bool:
    return birth.earliest > today


def is_born_too_early(birth: PartialDate, *, today: date) -> bool:
    return birth.age_range(today)[0] > OLDEST_AGE


def check_birth(birth: PartialDate | None, *, today: date) -> None:
    """Refuse a birth date that lies wholly in the future, or further back than anybody lives."""
    if birth is None:
        return
    if is_born_later(birth, today=today):
        raise RefusedInput(_l("The birth date cannot be later than today"), field="birth")
    if is_born_too_early(birth, today=today):
        raise RefusedInput(_l("The birth date is more than 120 years ago. Check the year"), field="birth")


def check_arrival(arrival: PartialDate | None, *, today: date) -> None:
    """Refuse a day of arrival that lies wholly in the future."""
    if arrival is not None and arrival.earliest > today:
        raise RefusedInput(_l("The day of arrival cannot be later than today"), field="arrival")


def check_death(died: PartialDate | None, birth: PartialDate | None, *, today: date) -> None:
    """Refuse a day of death that lies wholly in the future, or wholly before the birth."""
    if died is None:
        return
    if died.earliest > today:
        raise RefusedInput(_l("The day of death cannot be later than today"), field="died")
    if birth is not None and died.latest < birth.earliest:
        raise RefusedInput(_l("The person was born later than that. Check the day"), field="died")


def check_birth_before_death(birth: PartialDate | None, died: PartialDate | None) -> None:
    if birth is not None and died is not None and birth.earliest > died.latest:
        raise RefusedInput(_l("By this file the person died before that. Check the birth date"), field="birth")


def check_place(country: str | None, area_code: str | None) -> None:
    """Refuse an area (ISO 3166-2) that lies in another country (alpha-2) than the one that was chosen."""
    if country and area_code and area_code[:2] != country:
        raise RefusedInput(
            _l("This state or department lies in another country. Choose the country again, or leave the area empty"),
            field="area_code",
        )


def check_document_dates(issued_on: date | None, expires_on: date | None, *, today: date) -> None:
    """Refuse a document that was issued in the future, or that expires before it was issued."""
    if issued_on is not None and issued_on > today:
        raise RefusedInput(_l("The day of issue cannot be later than today"), field="issued_on")
    if issued_on is not None and expires_on is not None and expires_on < issued_on:
        raise RefusedInput(_l("A document cannot expire before it was issued. Check both days"), field="expires_on")


def check_validity(valid_from: PartialDate | None, valid_until: PartialDate | None) -> None:
    """Refuse a validity that surely ends before it begins."""
    if valid_from is not None and valid_until is not None and valid_until.latest < valid_from.earliest:
        raise RefusedInput(_l("The last day cannot lie before the first. Check both days"), field="valid_until")


def check_not_later_than(day: date | None, today: date, *, field: str) -> None:
    """Refuse a day in the future for what has been said or done."""
    if day is not None and day > today:
        raise RefusedInput(_l("This day cannot be later than today"), field=field)


def check_ends_after(began_on: date | None, ended_on: date) -> None:
    """Refuse an end before the beginning."""
    if began_on is not None and ended_on < began_on:
        raise RefusedInput(_l("It cannot end before it began. Check the day"), field="ended_on")
