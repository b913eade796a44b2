"""Ages as the database computes them; the same ranges as ``PartialDate.age_range`` and ``Person.age_range``.

A birth date may be known to the month or the year only. An age then is a range, and a person belongs to a band only
when both ends of the range do; everybody else is counted as of unknown age, never left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.people.models import Person
from app.reporting.enums import AgeBand, AgeGroup

OLDEST = 200
"""Above any age: the end of the open band."""
BANDS: Mapping[str, tuple[int, int]] = {
    AgeBand.UNDER_5: (0, 4),
    AgeBand.FROM_5_TO_11: (5, 11),
    AgeBand.FROM_12_TO_17: (12, 17),
    AgeBand.FROM_18_TO_59: (18, 59),
    AgeBand.FROM_60: (60, OLDEST),
}
GROUPS: Mapping[str, tuple[int, int]] = {AgeGroup.UNDER_18: (0, 17), AgeGroup.FROM_18: (18, OLDEST)}
UNKNOWN = "unknown"
"""The same word in both vocabularies."""
DAYS_OF_A_YEAR = 365.25

Years = sa.ColumnElement[Any]
_YEAR = sa.cast(Person.birth_year, sa.Integer)


def youngest_age(on: sa.ColumnElement[Any]) -> Years:
    """The least whole years that a person (table ``person``) can have on a day; NULL when nothing is known."""
    return _known(_years_between(_latest_birth(), on), _stated(Person.stated_age, on))


def oldest_age(on: sa.ColumnElement[Any]) -> Years:
    # On the very day on which an age was said it is just that one.
    further = sa.case((Person.age_stated_on == on, 0), else_=1)
    return _known(_years_between(_earliest_birth(), on), _stated(Person.stated_age + further, on))


def class_of(youngest: Years, oldest: Years, classes: Mapping[str, tuple[int, int]]) -> sa.ColumnElement[str]:
    """The band or group that holds both ends of an age range, else ``unknown``."""
    whens = [(sa.and_(youngest.between(*ends), oldest.between(*ends)), sa.literal(name)) for name, ends in classes.items()]
    return sa.case(*whens, else_=sa.literal(UNKNOWN))


def _known(by_birth: Years, by_statement: Years) -> Years:
    # Without the second condition "greatest" would turn an unknown age into 0.
    return sa.case((Person.birth_year.is_not(None), by_birth), (Person.stated_age.is_not(None), by_statement))


def _years_between(born: Years, on: sa.ColumnElement[Any]) -> Years:
    """Whole years between two days written as numbers like 20260930: the last four figures say whether the day has come."""
    return sa.func.greatest(0, (_as_number(on) - born) // 10_000)


def _as_number(day: sa.ColumnElement[Any]) -> Years:
    return sa.cast(sa.func.to_char(day, "YYYYMMDD"), sa.Integer)


def _earliest_birth() -> Years:
    return _YEAR * 10_000 + sa.func.coalesce(Person.birth_month, 1) * 100 + sa.func.coalesce(Person.birth_day, 1)


def _latest_birth() -> Years:
    first_of_month = sa.func.make_date(_YEAR, Person.birth_month, 1)
    last_of_month = first_of_month + sa.text("interval '1 month - 1 day'")
    last_day = sa.case((Person.birth_month.is_(None), 31), else_=sa.cast(sa.extract("day", last_of_month), sa.Integer))
    return _YEAR * 10_000 + sa.func.coalesce(Person.birth_month, 12) * 100 + sa.func.coalesce(Person.birth_day, last_day)


def _stated(age: sa.SQLColumnExpression[Any], on: sa.ColumnElement[Any]) -> Years:
    years = sa.cast(on - Person.age_stated_on, sa.Double) / DAYS_OF_A_YEAR
    return sa.func.greatest(0, sa.cast(sa.func.trunc(age + years), sa.Integer))
