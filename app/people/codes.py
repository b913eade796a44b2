"""The codes of files as people write them from memory: without leading zeros, or the last figures alone."""

from __future__ import annotations

import re

FIGURES = {"P": 6, "H": 6, "R": 6}
FIGURES_OF_A_YEAR = 5
"""Of a case, whose code has the year in the middle: ``CUC-2026-00412``."""
WRITTEN = re.compile(r"([A-Z]{3})-([PHR]|\d{4})-(\d{1,6})")
LONGEST_SERIAL = 6


def whole_code(text: str) -> str:
    """``cuc-p-490`` as ``CUC-P-000490``; anything else as it was written, without the spaces around."""
    said = WRITTEN.fullmatch(text.strip().upper())
    if said is None:
        return text.strip()
    return f"{said[1]}-{said[2]}-{said[3].zfill(FIGURES.get(said[2], FIGURES_OF_A_YEAR))}"


def codes_ending_in(text: str, *, office: str, year: int) -> list[str]:
    """The codes that the last figures alone may mean: of a person, of a case of this year or the last; none for other texts."""
    serial = text.strip()
    if not (serial.isascii() and serial.isdigit() and len(serial) <= LONGEST_SERIAL):
        return []
    written = [f"{office}-P-{serial}", f"{office}-{year}-{serial}", f"{office}-{year - 1}-{serial}"]
    return [whole_code(one) for one in written]
