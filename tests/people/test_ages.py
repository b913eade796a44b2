"""Ages as people say them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.foundation.partial_date import PartialDate
from app.people.ages import SaidAge, read_age
from app.people.forms.fields import AgeField
from app.people.forms.lines import Born, BornField


@pytest.fixture(autouse=True)
def _on_a_sunday_in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.people.ages.now", lambda: datetime(2026, 11, 22, 15, tzinfo=UTC))


class Boxes(Form):
    age = AgeField("")
    born = BornField("")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3 meses", SaidAge(0, PartialDate(2026))), ("3m", SaidAge(0, PartialDate(2026))),
        ("3 M.", SaidAge(0, PartialDate(2026))), ("1 mês", SaidAge(0, PartialDate(2026))), ("10 meses", SaidAge(0, None)),
        ("11 meses", SaidAge(0, PartialDate(2025))), ("18 meses", SaidAge(1, PartialDate(2025))),
        ("5 días", SaidAge(0, PartialDate(2026, 11))), ("2 semanas", SaidAge(0, PartialDate(2026, 11))),
        ("8 weeks", SaidAge(0, PartialDate(2026, 9))), ("34 años", SaidAge(34)), ("34", None), ("meses", None), ("3 gatos", None),
    ],
)  # fmt: skip
def test_the_birth_is_known_as_far_as_it_follows(text: str, said: SaidAge | None) -> None:
    assert read_age(text) == said


def test_both_age_boxes_take_months() -> None:
    boxes = Boxes(MultiDict({"age": "3 meses", "born": "3m"}))
    assert boxes.validate()
    assert (boxes.age.data, boxes.age.birth, boxes.born.data) == (0, PartialDate(2026), Born(PartialDate(2026)))


@pytest.mark.parametrize("text", ["3 gatos", "-3 meses", "tres"])
def test_what_is_no_age_is_refused_with_an_example(text: str) -> None:
    boxes = Boxes(MultiDict({"age": text, "born": text}))
    assert not boxes.validate()
    assert "3 months" in str(boxes.errors)
