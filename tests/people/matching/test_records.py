"""What is read from a row: whatever stands there, something is made of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.people.matching import read_birth, read_record
from app.people.matching.records import Role, read_words
from tests.people.matching.rows import EMPTY


@pytest.mark.parametrize("text", ["1990-04-17", "19900417", "17/04/1990", "17.4.1990", "1990/4/17"])
def test_a_date_is_read_whichever_way_it_is_written(text: str) -> None:
    birth = read_birth(text)
    assert birth is not None
    assert (birth.year, birth.month, birth.day, birth.written) == (1990, 4, 17, "19900417")


@pytest.mark.parametrize(
    ("text", "known"), [("1990", (1990, None, None)), ("1990-04", (1990, 4, None)), ("04/1990", (1990, 4, None))]
)
def test_a_partial_date_stays_partial(text: str, known: tuple[int, int | None, int | None]) -> None:
    birth = read_birth(text)
    assert birth is not None
    assert (birth.year, birth.month, birth.day) == known


@pytest.mark.parametrize("text", ["1990-13-45", "31/02/1990", "17-04-90", "abril", "1850-01-01"])
def test_what_is_no_date_is_kept_as_text(text: str) -> None:
    birth = read_birth(text)
    assert birth is not None
    assert birth.year is None
    assert birth.written


@given(st.text(max_size=40))
@example("🄐")
def test_no_text_is_refused(text: str) -> None:
    row = dict.fromkeys(EMPTY, text)
    record = read_record(row)
    assert record == read_record(row)
    # A letter in a circle or in brackets is a letter.
    taken_apart = unicodedata.normalize("NFKD", text)
    assert (record.birth is None) == (not any(letter.isalnum() for letter in taken_apart))


def test_particles_fall_away_and_short_forms_are_written_out() -> None:
    words = [word.text for word in read_words("Ma. de los Ángeles D'Angelo", Role.GIVEN)]
    assert words == ["maria", "angeles", "dangelo"]


def test_who_has_only_a_particle_for_a_name_keeps_it() -> None:
    assert [word.text for word in read_words("De La", Role.SURNAME)] == ["de", "la"]
