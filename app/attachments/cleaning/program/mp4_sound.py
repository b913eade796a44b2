"""MP4 and 3GP with one track of sound (ISO 14496-12). Everything stays in its place, as the tables point to places in the
file; what is not needed to hear it is overwritten with zeros: tags, pictures, places, times, names, and gaps between samples."""

from __future__ import annotations

from collections.abc import Iterator

from app.attachments.cleaning.faults import Unacceptable
from app.attachments.cleaning.program.bounds import OutOfBounds, number, part
from app.attachments.enums import Fault

NEEDED = {
    b"": {b"ftyp", b"moov", b"mdat"},
    b"moov": {b"mvhd", b"trak"},
    b"trak": {b"tkhd", b"mdia", b"edts"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"smhd", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {b"stsd", b"stts", b"stsc", b"stsz", b"stco", b"co64"},
}
"""Boxes that hold boxes, and which of those are needed; all others are emptied."""
WITH_TIMES = {b"mvhd", b"tkhd", b"mdhd"}
SOUNDS = {b"mp4a", b"samr", b"sawb"}
MOST_SAMPLES = 200_000

Box = tuple[bytes, int, int]
"""Kind, start and length of what it holds."""


def clean(content: bytes) -> tuple[float, bytes]:
    """Seconds and bytes of the recording."""
    made = bytearray(content)
    kept = _strip(made, b"", 0, len(made))
    if _count(kept, b"trak") != 1 or _count(kept, b"moov") != 1:
        raise Unacceptable(Fault.UNKNOWN_FORMAT)
    _check_sound(made, kept)
    for kind, start, _length in kept:
        if kind in WITH_TIMES:
            made[start + 4 : start + (20 if made[start] == 1 else 12)] = bytes(16 if made[start] == 1 else 8)
        if kind == b"hdlr":
            _blank(made, start + 12, _only(kept, b"hdlr")[2] - 12)
    _blank_gaps(made, kept)
    return _seconds(made, _only(kept, b"mdhd")), bytes(made)


def _strip(made: bytearray, parent: bytes, start: int, end: int) -> list[Box]:
    """Empty the boxes that are not needed; gives the others, those inside of others too."""
    kept: list[Box] = []
    for kind, at, length, name_at in _boxes(made, start, end):
        if kind in NEEDED[parent]:
            kept.append((kind, at, length))
            if kind in NEEDED:
                kept += _strip(made, kind, at, at + length)
        else:
            made[name_at : name_at + 4] = b"free"
            _blank(made, at, length)
    return kept


def _boxes(made: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    at = start
    while at < end:
        size, head = number(made, at, 4), 8
        if size == 1:
            size, head = number(made, at + 8, 8), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise OutOfBounds
        yield part(made, at + 4, 4), at + head, size - head, at + 4
        at += size


def _check_sound(made: bytearray, kept: list[Box]) -> None:
    """One track that is heard, its samples in this file."""
    is_sound = part(made, _only(kept, b"hdlr")[1] + 8, 4) == b"soun"
    described, referred = _only(kept, b"stsd")[1], _only(kept, b"dref")[1]
    if not is_sound or number(made, described + 4, 4) != 1 or part(made, described + 12, 4) not in SOUNDS:
        raise Unacceptable(Fault.UNKNOWN_FORMAT)
    if number(made, referred + 4, 4) != 1 or number(made, referred + 8, 4) != 12 or number(made, referred + 16, 4) != 1:
        raise OutOfBounds


def _blank_gaps(made: bytearray, kept: list[Box]) -> None:
    """Overwrite what lies in the heap of samples and is none of them."""
    heard = bytearray(len(made))
    for start, length in _chunks(made, kept):
        part(made, start, length)
        heard[start : start + length] = b"\1" * length
    for kind, start, length in kept:
        if kind == b"mdat":
            silent = bytes(made[start : start + length])
            mask = heard[start : start + length]
            made[start : start + length] = bytes(byte if is_heard else 0 for byte, is_heard in zip(silent, mask, strict=True))


def _chunks(made: bytearray, kept: list[Box]) -> Iterator[tuple[int, int]]:
    """Where each run of samples lies, and how long it is."""
    sizes, places = _sizes(made, _only(kept, b"stsz")[1]), _places(made, kept)
    runs, taken = _runs(made, _only(kept, b"stsc")[1]), 0
    for index, place in enumerate(places):
        count = next(count for first, count in reversed(runs) if first <= index + 1)
        yield place, sum(sizes[taken : taken + count])
        taken += count


def _sizes(made: bytearray, at: int) -> list[int]:
    same, count = number(made, at + 4, 4), number(made, at + 8, 4)
    if count > MOST_SAMPLES:
        raise OutOfBounds
    return [same] * count if same else [number(made, at + 12 + 4 * index, 4) for index in range(count)]


def _places(made: bytearray, kept: list[Box]) -> list[int]:
    wide = _count(kept, b"co64") == 1
    at, width = _only(kept, b"co64" if wide else b"stco")[1], 8 if wide else 4
    count = number(made, at + 4, 4)
    if count > MOST_SAMPLES:
        raise OutOfBounds
    return [number(made, at + 8 + width * index, width) for index in range(count)]


def _runs(made: bytearray, at: int) -> list[tuple[int, int]]:
    """From which chunk on each holds how many samples."""
    count = number(made, at + 4, 4)
    if not 0 < count <= MOST_SAMPLES or number(made, at + 8, 4) != 1:
        raise OutOfBounds
    return [(number(made, at + 8 + 12 * index, 4), number(made, at + 12 + 12 * index, 4)) for index in range(count)]


def _seconds(made: bytearray, box: Box) -> float:
    start, width = (box[1] + 20, 8) if made[box[1]] == 1 else (box[1] + 12, 4)
    return number(made, start + 4, width) / number(made, start, 4)


def _only(kept: list[Box], kind: bytes) -> Box:
    found = [box for box in kept if box[0] == kind]
    if len(found) != 1:
        raise OutOfBounds
    return found[0]


def _count(kept: list[Box], kind: bytes) -> int:
    return sum(box[0] == kind for box in kept)


def _blank(made: bytearray, start: int, length: int) -> None:
    made[start : start + length] = bytes(length)
