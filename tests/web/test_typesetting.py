"""PDFs from data: the same bytes each time, and letters that no font has stop none of them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from app.web.typesetting import typeset

MADE_AT = datetime(2026, 11, 22, tzinfo=UTC)
TEMPLATE = """
#let given = json(bytes(sys.inputs.given))
#set document(title: "T")
#set text(font: "Libertinus Serif", lang: "es")
#given.words
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "template.typ"
    path.write_text(TEMPLATE)
    return path


def claims_to_be_accessible(made: bytes) -> bool:
    with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as metadata:
        return "pdfuaid:part" in metadata


def test_the_same_data_give_the_same_bytes(template: Path) -> None:
    first, second = (typeset(template, "given", {"words": "Hola #x"}, made_at=MADE_AT) for _ in range(2))
    assert first == second
    assert claims_to_be_accessible(first)


@pytest.mark.parametrize("words", ["王小明", "👩‍👧‍👦", "a\x00b"])
def test_letters_that_no_font_draws_leave_a_file_that_claims_less(template: Path, words: str) -> None:
    made = typeset(template, "given", {"words": words}, made_at=MADE_AT)
    assert not claims_to_be_accessible(made)


def test_it_can_say_so(template: Path) -> None:
    plain = typeset(template, "given", {"words": "王"}, made_at=MADE_AT)
    told = typeset(template, "given", {"words": "王"}, made_at=MADE_AT, otherwise={"words": "王: faltan letras"})
    assert len(told) > len(plain)
