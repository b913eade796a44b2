"""Who is compared with whom: only registrations with two of these keys in common.

Each key joins two facts that two registrations of one person mostly share, so that a slip in a third one does not part them.
One key is shared by chance far more often than by one person; a document and a phone are enough alone, and count twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations

from app.people.matching.records import Birth, Record

MOST_IN_A_BLOCK = 60
"""Who shares a key with more people than these is found by another, rarer one."""
LONG_WORD = 4
"""Letters from which a word of an address tells places apart."""
BEGINNING = 3
KEYS_IN_COMMON = 2
TWICE = ("once", "twice")
KEY_BYTES = 8


def match_keys(record: Record) -> frozenset[int]:
    """Keys as signed 64-bit numbers; two that fall together by chance are compared and found different."""
    return frozenset(_number(key) for key in _keys(record))


def _keys(record: Record) -> Iterator[str]:
    sounds = sorted({word.sound for word in record.words})
    yield from (f"names {one} {other}" for one, other in combinations(sounds, 2))
    if record.birth:
        yield from _with_birth(record, sounds, record.birth)
    yield from (f"document {document!r} {time}" for document in record.documents for time in TWICE)
    yield from (f"phone {phone!r} {time}" for phone in record.phones for time in TWICE)
    yield from _with_place(record, sounds)


def _with_birth(record: Record, sounds: list[str], birth: Birth) -> Iterator[str]:
    year, day = birth.written[:4], birth.written[4:]
    if day:
        yield f"born {birth.written}"
        yield f"born {year}{day[2:]}{day[:2]}"
        yield from (f"name and day {sound} {day}" for sound in sounds)
    if year:
        yield from (f"name and year {sound} {year}" for sound in sounds)
        beginnings = {word.text[:BEGINNING] for word in record.words if len(word.text) >= BEGINNING}
        yield from (f"beginning and year {beginning} {year}" for beginning in beginnings)


def _with_place(record: Record, sounds: list[str]) -> Iterator[str]:
    numbers = {word for word in record.place if word.isdigit()}
    long = {word for word in record.place if len(word) >= LONG_WORD}
    yield from (f"name and place {sound} {word}" for sound in sounds for word in long)
    yield from (f"address {number} {word}" for number in numbers for word in long - numbers)


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=KEY_BYTES).digest(), signed=True)
