"""What somebody types into the search box: words of a name, and perhaps when the person was born."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.foundation.partial_date import PartialDate

WRITTEN = (
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})"),
)
"""The day stands before the month, as everywhere in the region."""


@dataclass(frozen=True)
class LookedFor:
    """``names`` as they were typed; ``birth`` to the year, the month or the day, or None."""

    names: str
    birth: PartialDate | None = None


def read_search(text: str, *, latest_year: int) -> LookedFor:
    """``González 1987`` and ``12/5/1987 maría`` name a birth; a number without a name beside it does not."""
    words = text.split()
    for place, word in enumerate(words):
        birth = _birth(word.strip("(),;"), latest_year)
        names = " ".join(words[:place] + words[place + 1 :])
        if birth is not None and any(character.isalpha() for character in names):
            return LookedFor(names, birth)
    return LookedFor(text)


def may_be_code(text: str) -> bool:
    """Whether it is worth looking for a record with this code, such as ``CUC-P-018204``: no name of a person looks like one."""
    return len(text.split()) == 1 and any(character.isdigit() for character in text)


def _birth(word: str, latest_year: int) -> PartialDate | None:
    return next((birth for birth in _readings(word) if birth.year <= latest_year), None)


def _readings(word: str) -> Iterator[PartialDate]:
    for written in WRITTEN:
        found = written.fullmatch(word)
        if found:
            yield from _as_date({part: int(number) for part, number in found.groupdict().items()})


def _as_date(parts: dict[str, int]) -> Iterator[PartialDate]:
    """The date; where it is none, as 31/2/1987, the year alone."""
    for known in (parts, {"year": parts["year"]}):
        try:
            yield PartialDate(**known)
        except ValueError:
            continue
