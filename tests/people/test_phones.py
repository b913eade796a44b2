from __future__ import annotations

import pytest

from app.people.phones import normalised


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("300 123 4567", "CO", "+573001234567"),
        ("+58 414-123.45.67", "CO", "+584141234567"),
        ("la vecina, 123", "CO", "la vecina, 123"),
        ("12", "CO", "12"),
        ("300 123 4567", None, "300 123 4567"),
        (None, "CO", None),
        ("", "CO", None),
    ],
)
def test_a_number_is_kept_in_the_common_form_or_as_it_was_written(
    written: str | None, country: str | None, kept: str | None
) -> None:
    assert normalised(written, country=country) == kept
