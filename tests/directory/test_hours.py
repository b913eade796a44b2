"""When a place is open: by the day of the week, past midnight, round the clock, and where nobody knows."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.permissions import Role
from app.directory.hours import DAYS, Hours
from app.directory.models import ProvidedService
from app.directory.presenters import opening_tag
from app.foundation.database import db
from tests.conftest import SignIn
from tests.factories.directory import OrganisationFactory, ProvidedServiceFactory

BOGOTA = "America/Bogota"
WEEKDAYS = {"open_days": list(DAYS[:5]), "opens_at": time(8), "closes_at": time(16)}
NIGHTS = {"open_days": ["5", "6"], "opens_at": time(20), "closes_at": time(6)}
ALWAYS = {"open_days": list(DAYS), "opens_at": time(0), "closes_at": time(0)}
ONE_WHOLE_DAY = {"open_days": ["7"], "opens_at": time(0), "closes_at": time(0)}


def in_bogota(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in November 2026, of which the 22nd is a Sunday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(BOGOTA)).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "at", "said"),
    [
        (WEEKDAYS, in_bogota(22, 16, 40), "Cerrado ahora, abre mañana a las 08:00"),
        (WEEKDAYS, in_bogota(20, 16), "Cerrado ahora, abre el lunes a las 08:00"),
        (WEEKDAYS, in_bogota(20, 15, 59), "Abierto ahora, hasta las 16:00"),
        (WEEKDAYS, in_bogota(20, 8), "Abierto ahora, hasta las 16:00"),
        (WEEKDAYS, in_bogota(20, 7, 59), "Cerrado ahora, abre hoy a las 08:00"),
        (NIGHTS, in_bogota(20, 23), "Abierto ahora, hasta las 06:00"),
        (NIGHTS, in_bogota(22, 5, 59), "Abierto ahora, hasta las 06:00"),
        (NIGHTS, in_bogota(22, 6), "Cerrado ahora, abre el viernes a las 20:00"),
        (ALWAYS, in_bogota(22, 3), "Abierto de día y de noche"),
        (ONE_WHOLE_DAY, in_bogota(22, 23, 59), "Abierto ahora, hasta las 00:00"),
        (ONE_WHOLE_DAY, in_bogota(23, 0), "Cerrado ahora, abre el domingo a las 00:00"),
    ],
)
def test_it_is_said_whether_a_place_is_open_and_until_when(app: Flask, hours: dict[str, Any], at: datetime, said: str) -> None:
    with app.test_request_context(), force_locale("es"):
        tag = opening_tag(ProvidedService(**hours), at, BOGOTA)
    assert tag is not None
    assert tag.text == said


def test_of_hours_in_words_alone_nothing_is_guessed(app: Flask) -> None:
    with app.test_request_context():
        assert opening_tag(ProvidedService(opening_hours="Lunes a viernes, 8 a 12"), in_bogota(20, 9), BOGOTA) is None


@pytest.mark.parametrize("day", range(16, 23))
@pytest.mark.parametrize("hour", [0, 7, 8, 15, 16, 23])
def test_a_place_that_is_closed_opens_after_now_and_is_open_then(day: int, hour: int) -> None:
    at = datetime(2026, 11, day, hour)  # noqa: DTZ001 - on the clock of the place
    hours = Hours(("1", "3", "6"), time(8), time(16))
    if hours.closing_after(at) is None:
        opens = hours.opening_after(at)
        assert opens > at
        assert hours.closing_after(opens) is not None


@pytest.mark.parametrize(
    "half",
    [{"open_days": ["1"]}, {"opens_at": time(8), "closes_at": time(9)}, {**WEEKDAYS, "closes_at": None}, {"open_days": ["8"]}],
)
def test_the_database_takes_hours_whole_or_not_at_all(session: Session, half: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        ProvidedServiceFactory(**half)
    session.rollback()


def test_whoever_keeps_the_directory_writes_the_hours_as_people_do(sign_in: SignIn) -> None:
    provided = ProvidedServiceFactory(organisation=OrganisationFactory(name="Refugio Norte"))
    client, form = sign_in(Role.REPORTING_OFFICER), f"/directory/services/{provided.id}/edit"
    typed = {
        "service_id": str(provided.service_id),
        "locality": "Cúcuta",
        "area_code": "CO-NSA",
        "accepts_referrals": "y",
        "version": "1",
    }
    for wrong, sentence in (
        ({"open_days": ["1"]}, "Marque los días y escriba las dos horas"),
        ({"opens_at": "8", "closes_at": "16"}, "Marque los días y escriba las dos horas"),
        ({"open_days": ["1"], "opens_at": "mañana", "closes_at": "25:00"}, "Escriba la hora con horas y minutos"),
        ({"open_days": ["9"], "opens_at": "8", "closes_at": "9"}, "Choose"),
    ):
        refused = client.submit(form, **typed, **wrong)
        assert refused.status_code == 422
        assert sentence in refused.text or "open_days-error" in refused.text
    saved = client.submit(form, **typed, open_days=["1", "2"], opens_at="8", closes_at="16.30")
    assert saved.status_code == 303
    db.session.expire_all()
    kept = db.session.scalars(sa.select(ProvidedService)).one()
    assert (kept.open_days, kept.opens_at, kept.closes_at) == (["1", "2"], time(8), time(16, 30))
    page = client.get(form).text
    assert 'value="08:00"' in page
    assert "lunes" in page
    organisation = client.get(f"/directory/organisations/{provided.organisation_id}").text
    assert "Abierto ahora" in organisation or "Cerrado ahora" in organisation
