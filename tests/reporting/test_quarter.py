from __future__ import annotations

from datetime import date

import pytest

from app.reporting.quarter import Quarter


@pytest.mark.parametrize(
    ("day", "code", "start", "end"),
    [
        (date(2026, 1, 1), "2026-T1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), "2026-T2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 11, 21), "2026-T4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, code: str, start: date, end: date) -> None:
    quarter = Quarter.of(day)

    assert (quarter.code, quarter.start, quarter.end) == (code, start, end)
    assert Quarter.parse(code) == quarter


def test_quarters_follow_each_other_over_new_year() -> None:
    assert Quarter(2025, 4).next == Quarter(2026, 1)
    assert Quarter(2026, 1).previous == Quarter(2025, 4)
    assert [quarter.code for quarter in Quarter(2025, 4).until(Quarter(2026, 2))] == ["2025-T4", "2026-T1", "2026-T2"]


@pytest.mark.parametrize("text", ["2026-T5", "2026-3", "T3-2026", "2026-T3 "])
def test_a_text_that_names_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Quarter.parse(text)
