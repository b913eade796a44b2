from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.names import Names, bounded, folded, words_of
from app.people.statement import Statement


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("BRICEÑO", "briceno"),
        ("  María   José ", "maria jose"),
        ("D'Ángelo", "d angelo"),
        ("Núñez-Pérez", "nunez perez"),
        ("Conceição", "conceicao"),
        ("", ""),
    ],
)
def test_accents_capitals_and_marks_do_not_count(written: str, compared: str) -> None:
    assert folded(written) == compared


def test_of_a_name_as_long_as_a_book_the_beginning_is_looked_for() -> None:
    """What is typed is looked for before the form is checked: the time that it takes has a bound."""
    many = " ".join(f"palabra{number}" for number in range(2_000))
    stated = Statement(Names(many, "x" * 8_000, None), other_names=(many,) * 50)
    assert len((stated.names.given_names or "").split()) <= 12
    assert stated.names.surname_1 == "x" * 120
    assert len(stated.other_names) == 10
    assert bounded("María José") == "María José"


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.lists(st.sampled_from(["María", "de", "los", "Ángeles", "Briceño"]), min_size=1))
def test_the_order_of_words_does_not_count(words: list[str]) -> None:
    assert words_of(" ".join(words)) == words_of(" ".join(reversed(words)))


def test_particles_tell_nobody_apart_unless_there_is_nothing_else() -> None:
    assert words_of("María de los Ángeles") == words_of("maria ángeles")
    assert words_of("De Los") == {"de", "los"}
    assert words_of(None) == frozenset()


def test_surnames_are_compared_without_their_order() -> None:
    assert Names(None, "Pérez", "De la Cruz").surnames == Names("X", "de la cruz", "PEREZ").surnames
