"""Who is compared with whom: only registrations with two of these keys in common.

Each key joins two facts that two registrations of one person mostly share, so that a slip in a third one does not part them.
One key is shared by chance far more often than by one person; a document and a phone are enough alone, and count twice.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
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


class Key(NamedTuple):
    """The facts of one key, in the clear: what is kept of them is ``number``."""

    joined: Joined
    facts: tuple[object, ...]

    @property
    def number(self) -> int:
        """A signed 64-bit number; two keys that fall together by chance are compared and found different."""
        text = f"{self.joined.value} {' '.join(map(str, self.facts))}"
        return int.from_bytes(blake2b(text.encode(), digest_size=KEY_BYTES).digest(), signed=True)


def match_keys(record: Record) -> frozenset[int]:
    return frozenset(key.number for key in _keys(record))


def keys_by_number(record: Record) -> Mapping[int, Key]:
    """The same with what each stands for."""
    return {key.number: key for key in _keys(record)}


def _keys(record: Record) -> Iterator[Key]:
    for words in record.names:
        sounds = sorted({word.sound for word in words})
        yield from (Key(Joined.NAMES, pair) for pair in combinations(sounds, 2))
        if record.birth:
            yield from _with_birth(words, sounds, record.birth)
        yield from _with_place(record, sounds)
    yield from (Key(Joined.DOCUMENT, (document, time)) for document in record.documents for time in TWICE)
    yield from (Key(Joined.PHONE, (phone, time)) for phone in record.phones for time in TWICE)


def _with_birth(words: tuple[Word, ...], sounds: list[str], birth: Birth) -> Iterator[Key]:
    year, day = birth.written[:4], birth.written[4:]
    if day:
        yield Key(Joined.BORN, (birth.written,))
        yield Key(Joined.BORN, (f"{year}{day[2:]}{day[:2]}",))
        yield from (Key(Joined.NAME_AND_DAY, (sound, day)) for sound in sounds)
    if year:
        yield from (Key(Joined.NAME_AND_YEAR, (sound, year)) for sound in sounds)
        beginnings = {word.text[:BEGINNING] for word in words if len(word.text) >= BEGINNING}
        yield from (Key(Joined.BEGINNING_AND_YEAR, (beginning, year)) for beginning in beginnings)


def _with_place(record: Record, sounds: list[str]) -> Iterator[Key]:
    numbers = {word for word in record.place if word.isdigit()}
    long = {word for word in record.place if len(word) >= LONG_WORD}
    yield from (Key(Joined.NAME_AND_PLACE, (sound, word)) for sound in sounds for word in long)
    yield from (Key(Joined.ADDRESS, (number, word)) for number in numbers for word in long - numbers)
