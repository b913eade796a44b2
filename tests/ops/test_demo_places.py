"""Where the demo's offices stand, and what their clocks show."""

from __future__ import annotations

from zoneinfo import available_timezones

from ops.demo.operation import office_places
from ops.demo.places import CITIES


def test_every_city_has_a_time_zone_that_exists() -> None:
    assert {city.time_zone for city in CITIES} <= available_timezones()


def test_manaus_keeps_the_time_of_manaus_in_its_quarters_too() -> None:
    places = [place for place in office_places(2 * len(CITIES)) if place.area == "BR-AM"]
    assert [place.time_zone for place in places] == ["America/Manaus"] * 2
    assert len({place.code for place in places}) == 2
