"""Codes as people write them from memory."""

from __future__ import annotations

import pytest

from app.people.codes import codes_ending_in, whole_code


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("CUC-P-490", "CUC-P-000490"), (" cuc-p-000490 ", "CUC-P-000490"), ("cuc-2026-1962", "CUC-2026-01962"),
        ("CUC-R-9605", "CUC-R-009605"), ("CUC-H-7", "CUC-H-000007"), ("CUC-X-7", "CUC-X-7"), ("J-1234567", "J-1234567"),
        ("CUC-P-1234567", "CUC-P-1234567"), ("", ""),
    ],
)  # fmt: skip
def test_a_code_without_its_zeros_is_the_code(written: str, meant: str) -> None:
    assert whole_code(written) == meant


def test_the_last_figures_may_be_a_person_or_a_case_of_two_years() -> None:
    assert codes_ending_in("01962", office="CUC", year=2026) == ["CUC-P-001962", "CUC-2026-01962", "CUC-2025-01962"]


@pytest.mark.parametrize("text", ["1234567", "12a", "", "١٢", "12 34"])
def test_other_texts_end_no_code(text: str) -> None:
    assert codes_ending_in(text, office="CUC", year=2026) == []
