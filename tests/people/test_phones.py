from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.phones import country_it_does_not_fit, digits_meant, digits_of, normalised

EXAMPLES = {
    region: number.national_number
    for region in ("CO", "VE", "PE", "EC", "CL", "BR", "AR", "PA", "MX", "US", "ES")
    if (number := phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE))
}
COUNTRIES = st.one_of(st.none(), st.sampled_from(sorted(EXAMPLES)))
GAPS = st.sampled_from(["", " ", "-", ". "])


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("300 123 4567", "CO", "+573001234567"),
        ("+58 414-123.45.67", "CO", "+584141234567"),
        ("0057 310 456 7890", "CO", "+573104567890"),
        ("(0058) 414 1234567", "CO", "+584141234567"),
        ("0057 310 456 7890", None, "+573104567890"),
        ("009 58 414 1234567", "CO", "+584141234567"),
        ("00", "CO", "00"),
        ("0000000000", "CO", "0000000000"),
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


@given(region=st.sampled_from(sorted(EXAMPLES)), at=COUNTRIES, gap=GAPS)
def test_00_is_the_same_as_plus_wherever_it_is_written(region: str, at: str | None, gap: str) -> None:
    abroad = f"{phonenumbers.country_code_for_region(region)}{gap}{EXAMPLES[region]}"
    common = normalised(f"+{abroad}", country=at)
    assert common == f"+{phonenumbers.country_code_for_region(region)}{EXAMPLES[region]}"
    assert normalised(f"00{gap}{abroad}", country=at) == common
    assert country_it_does_not_fit(f"00{gap}{abroad}", country=at) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("397 040 3487", "+57 397 0403487"),  # of a range that Colombia has not given out
        ("+57 397 0403487", "3970403487"),
        ("0057 397 040 3487", "3970403487"),
        ("310 456 7890", "+57 310 456 7890"),
        ("310 456 7890", "0057 310 456 7890"),
    ],
)
def test_a_number_is_looked_for_with_the_code_of_the_country_and_without(typed: str, kept: str) -> None:
    stored = normalised(kept, country="CO") or ""
    assert digits_of(stored) in digits_meant(typed, country="CO")


def test_a_number_that_is_in_use_is_looked_for_in_one_country_only() -> None:
    assert digits_meant("+58 414 123 4567", country="CO") == {"584141234567"}
    assert digits_meant("12", country="CO") == frozenset()


@given(digits=st.from_regex(r"[1-9][0-9]{0,14}", fullmatch=True), gap=GAPS)
def test_also_what_is_no_number_is_found_under_the_same_digits(digits: str, gap: str) -> None:
    assert digits_of(f"00{gap}{digits}") == digits_of(f"+{digits}")


@given(typed=st.text(alphabet="0+5 ()-.x", max_size=20), at=COUNTRIES)
def test_nothing_that_is_typed_is_lost(typed: str, at: str | None) -> None:
    assert bool(normalised(typed, country=at)) == bool(typed)
