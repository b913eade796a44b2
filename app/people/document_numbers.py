"""Numbers of identity documents as they are compared: written with points, dashes or blanks, they are the same number."""

from __future__ import annotations

from collections.abc import Iterable

CARD_LETTERS = ("V", "E")
"""Begin the number of a Venezuelan identity card, of nationals and of foreigners; many people leave them out."""
SHORTEST = 4
"""Fewer letters and digits than these tell nobody apart."""


def normalised_number(number: str) -> str | None:
    """``V-12.345.678`` as ``V12345678``; None for what holds no number."""
    kept = "".join(filter(str.isalnum, number.upper()))
    return kept if len(kept) >= SHORTEST and any(map(str.isdigit, kept)) else None


def possible_numbers(typed: str) -> Iterable[str]:
    """The normalised numbers that somebody may mean who types this: with and without the letter of an identity card."""
    number = normalised_number(typed)
    if number is None:
        return []
    if number.isdigit():
        return [number, *(letter + number for letter in CARD_LETTERS)]
    if number[0] in CARD_LETTERS and number[1:].isdigit():
        return [number, number[1:]]
    return [number]
