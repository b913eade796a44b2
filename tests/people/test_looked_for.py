"""What is typed into the search box, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.partial_date import PartialDate
from app.people.looked_for import LookedFor, may_be_code, read_search


def read(text: str) -> LookedFor:
    return read_search(text, latest_year=2026)


@pytest.mark.parametrize(
    ("typed", "names", "birth"),
    [
        ("gonzález 1987", "gonzález", PartialDate(1987)),
        ("1987 rojas maría", "rojas maría", PartialDate(1987)),
        ("rojas 1987 maría", "rojas maría", PartialDate(1987)),
        ("rojas (1987)", "rojas", PartialDate(1987)),
        ("rojas, 12/5/1987", "rojas,", PartialDate(1987, 5, 12)),
        ("rojas 12-05-1987", "rojas", PartialDate(1987, 5, 12)),
        ("rojas 12.05.1987", "rojas", PartialDate(1987, 5, 12)),
        ("rojas 1987-05-12", "rojas", PartialDate(1987, 5, 12)),
        ("rojas 5/1987", "rojas", PartialDate(1987, 5)),
        ("rojas 31/02/1987", "rojas", PartialDate(1987)),
        ("rojas 2026", "rojas", PartialDate(2026)),
    ],
)
def test_a_birth_beside_a_name_is_understood(typed: str, names: str, birth: PartialDate) -> None:
    assert read(typed) == LookedFor(names, birth)


@pytest.mark.parametrize(
    "typed",
    ["", "rojas maría", "1987", "12/05/1987", "1987 2001", "rojas 2027", "rojas 1899", "rojas 19875", "rojas 87", "V-12345678"],
)
def test_what_is_no_birth_beside_a_name_stays_as_it_was_typed(typed: str) -> None:
    assert read(typed) == LookedFor(typed)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_without_an_error(typed: str) -> None:
    found = read(typed)
    assert found.birth is None or found.birth.year <= 2026
    assert found.birth is not None or found.names == typed


@pytest.mark.parametrize(
    ("typed", "is_one"), [("CUC-P-018204", True), (" cuc-2026-00412 ", True), ("rosa", False), ("rojas 1987", False)]
)
def test_only_a_word_with_figures_may_be_a_code(typed: str, is_one: bool) -> None:
    assert may_be_code(typed) is is_one
