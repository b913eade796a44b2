"""Who is compared with whom: only registrations with two of these keys in common.

Each key joins two facts that two registrations of one person mostly share, so that a slip in a third one does not part them.
One key is shared by chance far more often than by one person; a document and a phone are enough alone, and count twice.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import NamedTuple

from app.people.matching.records import Birth, Record, Word

MOST_IN_A_BLOCK = 60
"""Who shares a key with more people than these is found by another, rarer one."""
LONG_WORD = 4
"""Letters from which a word of an address tells places apart."""
BEGINNING = 3
KEYS_IN_COMMON = 2
TWICE = ("once", "twice")
KEY_BYTES = 8


class Joined(enum.StrEnum):
    """Which facts a key joins."""

    NAMES = "names"
    BORN = "born"
    NAME_AND_DAY = "name and day"
    NAME_AND_YEAR = "name and year"
    BEGINNING_AND_YEAR = "beginning and year"
    DOCUMENT = "document"
    PHONE = "phone"
    NAME_AND_PLACE = "name and place"
    ADDRESS = "address"


STRONG = frozenset({Joined.DOCUMENT, Joined.PHONE})
"""Of one kind alone they are enough."""


class Key(NamedTuple):
    """The facts of one key, in the clear: what is kept of them is ``number``."""

    joined: Joined
    facts: tuple[object, ...]

    @property
    def number(self) -> int:
        """A signed 64-bit number; two keys that fall together by chance are compared and found different."""
        return _number(self.joined, self.facts)


Joint = tuple[Joined, tuple[object, ...]]
"""A key on its way: a file has tens of millions of them."""


def match_keys(record: Record) -> frozenset[int]:
    return frozenset(_number(joined, facts) for joined, facts in _joints(record))


def match_and_strong_keys(record: Record) -> tuple[frozenset[int], frozenset[int]]:
    """All keys, and those of a document or a phone among them."""
    numbered = [(joined, _number(joined, facts)) for joined, facts in _joints(record)]
    return frozenset(number for _, number in numbered), frozenset(number for joined, number in numbered if joined in STRONG)


def keys_by_number(record: Record) -> Mapping[int, Key]:
    """The same with what each stands for."""
    return {key.number: key for key in (Key(joined, facts) for joined, facts in _joints(record))}


@lru_cache(maxsize=100_000)
def _number(joined: Joined, facts: tuple[object, ...]) -> int:
    text = " ".join((joined, *map(str, facts)))
    return int.from_bytes(blake2b(text.encode(), digest_size=KEY_BYTES).digest(), signed=True)


def _joints(record: Record) -> Iterator[Joint]:
    for words in record.names:
        sounds = sorted({word.sound for word in words})
        yield from ((Joined.NAMES, pair) for pair in combinations(sounds, 2))
        if record.birth:
            yield from _with_birth(words, sounds, record.birth)
        if record.place:
            yield from _with_place(record, sounds)
    yield from ((Joined.DOCUMENT, (document, time)) for document in record.documents for time in TWICE)
    yield from ((Joined.PHONE, (phone, time)) for phone in record.phones for time in TWICE)


def _with_birth(words: tuple[Word, ...], sounds: list[str], birth: Birth) -> Iterator[Joint]:
    year, day = birth.written[:4], birth.written[4:]
    if day:
        yield Joined.BORN, (birth.written,)
        yield Joined.BORN, (f"{year}{day[2:]}{day[:2]}",)
        yield from ((Joined.NAME_AND_DAY, (sound, day)) for sound in sounds)
    if year:
        yield from ((Joined.NAME_AND_YEAR, (sound, year)) for sound in sounds)
        beginnings = {word.text[:BEGINNING] for word in words if len(word.text) >= BEGINNING}
        yield from ((Joined.BEGINNING_AND_YEAR, (beginning, year)) for beginning in beginnings)


def _with_place(record: Record, sounds: list[str]) -> Iterator[Joint]:
    numbers = {word for word in record.place if word.isdigit()}
    long = {word for word in record.place if len(word) >= LONG_WORD}
    yield from ((Joined.NAME_AND_PLACE, (sound, word)) for sound in sounds for word in long)
    yield from ((Joined.ADDRESS, (number, word)) for number in numbers for word in long - numbers)
