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


def check_place(country: str | None, area_code: str | None) -> None:
    """Refuse an area (ISO 3166-2) that lies in another country (alpha-2) than the one that was chosen."""
    if country and area_code and area_code[:2] != country:
        raise RefusedInput(
            _l("This state or department lies in another country. Choose the country again, or leave the area empty"),
            field="area_code",
        )
