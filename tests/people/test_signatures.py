from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.signatures import HEIGHT, LONGEST, WIDTH, NotASignature, as_svg, signature_path, strokes_of

DRAWN = "M10 100L60 90L110 120L160 80L210 110L260 95L310 120L360 90"
points = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT))
strokes = st.lists(st.lists(points, min_size=1, max_size=20), min_size=1, max_size=8)


def written(drawn: list[list[tuple[int, int]]]) -> str:
    return "".join("".join(f"{'L' if number else 'M'}{x} {y}" for number, (x, y) in enumerate(stroke)) for stroke in drawn)


@given(strokes)
def test_what_the_page_writes_is_read_as_it_was_drawn(drawn: list[list[tuple[int, int]]]) -> None:
    assert strokes_of(written(drawn)) == drawn


@given(st.text(max_size=200))
def test_any_text_is_either_refused_or_written_anew_from_numbers_alone(text: str) -> None:
    try:
        kept = signature_path(text)
    except NotASignature:
        return
    assert set(kept) <= set("ML 0123456789")


def test_a_signature_is_kept_as_its_strokes() -> None:
    assert signature_path(DRAWN) == DRAWN
    assert signature_path(DRAWN.replace("M10 ", "M010 ")) == DRAWN, "numbers are written anew"


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "M10 10",
        "M10 10L11 11L12 12L13 13L14 14L15 15L16 16L17 17",
        f'{DRAWN}"/><script>alert(1)</script>',
        f"{DRAWN} ",
        f"{DRAWN}\n",
        "m10 10l60 90",
        f"{DRAWN}L601 10",
        f"{DRAWN}L10 301",
        f"{DRAWN}L-1 10",
        f"{DRAWN}L1.5 10",
        f"{DRAWN}L1e2 10",
        f"{DRAWN}L٣ ٤",
        f"{DRAWN}A10 10 0 0 1 20 20",
        f"{DRAWN}Z",
        f"{DRAWN}url(#x)",
        "M10 100" + "L60 90" * LONGEST,
    ],
    ids=lambda forged: forged[-24:],
)
def test_a_forged_a_tiny_and_a_boundless_path_are_refused(forged: str) -> None:
    with pytest.raises(NotASignature):
        signature_path(forged)


def test_the_picture_for_a_document_holds_the_path_and_nothing_of_the_sender() -> None:
    assert f'd="{DRAWN}"' in as_svg(DRAWN)
    with pytest.raises(NotASignature):
        as_svg('M1 1"/><image href="http://example.org/x"/>')
