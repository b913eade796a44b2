"""Ages are those at the first service of the period, ranges where only part of a birth date is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.people.models import Person
from app.reporting.measures.ages import oldest_age, youngest_age
from tests.factories.reporting import case_of, deliver, person_at, serve
from tests.reporting.conftest import Count


def test_age_is_that_at_the_first_service_of_the_period_and_not_todays(count: Count, office: Office) -> None:
    person = person_at(office, birth_year=2008, birth_month=8, birth_day=20)
    case = case_of(person)
    deliver(case, "H-ALI", on=date(2026, 8, 19))
    deliver(case, "H-ALI", on=date(2026, 9, 19))

    people = count()["people"]

    assert people["by_age"]["12-17"] == 1
    assert people["by_sex_and_group"]["female"] == {"under_18": 1, "18_and_over": 0, "unknown": 0}


@pytest.mark.parametrize(
    ("fields", "band", "group"),
    [
        ({}, "unknown", "unknown"),
        ({"birth_year": 2000}, "18-59", "18_and_over"),
        ({"birth_year": 2008}, "unknown", "unknown"),
        ({"birth_year": 1966}, "unknown", "18_and_over"),
        ({"birth_year": 2021, "birth_month": 8}, "unknown", "under_18"),
        ({"birth_year": 2021, "birth_month": 7}, "5-11", "under_18"),
        ({"stated_age": 30, "age_stated_on": date(2026, 1, 1)}, "18-59", "18_and_over"),
        ({"stated_age": 17, "age_stated_on": date(2026, 1, 1)}, "unknown", "unknown"),
    ],
)
def test_an_age_known_as_a_range_counts_where_both_ends_agree(
    count: Count, office: Office, fields: dict[str, Any], band: str, group: str
) -> None:
    serve(office, **fields)

    people = count()["people"]

    assert people["by_age"][band] == people["by_sex_and_group"]["female"][group] == people["total"] == 1


THE_DAY = date(2026, 11, 22)
"""Drawn often, so that an age is sometimes reckoned on the very day on which it was said."""
days = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    born=st.tuples(st.integers(1920, 2026), st.none() | st.integers(1, 12), st.none() | st.integers(1, 28)),
    stated=st.none() | st.tuples(st.integers(0, 100), days | st.just(THE_DAY)),
    on=days | st.just(THE_DAY),
)
def test_the_database_reckons_ages_as_the_model_does(
    session: Session, office: Office, born: tuple[int, int | None, int | None], stated: tuple[int, date] | None, on: date
) -> None:
    year, month, day = born
    fields: dict[str, Any] = {"birth_year": year, "birth_month": month, "birth_day": day if month else None}
    if stated is not None:
        fields = {"stated_age": stated[0], "age_stated_on": stated[1]}
    person = person_at(office, **fields)

    on_day = sa.literal(on, sa.Date)
    ages = session.execute(sa.select(youngest_age(on_day), oldest_age(on_day)).where(Person.id == person.id)).one()

    assert tuple(ages) == person.age_range(on)
