"""Ogg with Opus (RFC 3533, RFC 7845): the head, empty tags, and the pages with sound, numbered and summed anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.attachments.cleaning.faults import Unacceptable
from app.attachments.cleaning.program.bounds import OutOfBounds, part
from app.attachments.enums import Fault

HEAD = 27
POLYNOMIAL = 0x04C11DB7
SAMPLES_A_SECOND = 48_000
LENGTH_OF_HEAD = 19
"""Of ``OpusHead`` for one or two channels; more of them are no recording of a voice."""
EMPTY_TAGS = b"OpusTags" + bytes(8)
CONTINUED, FIRST, LAST = 1, 2, 4


@dataclass(frozen=True)
class Page:
    """One page. ``position``: samples heard at its end."""

    kind: int
    position: bytes
    lacing: bytes
    body: bytes


def clean(content: bytes) -> tuple[float, bytes]:
    """Seconds and bytes of the recording."""
    pages = list(_pages(content))
    if len(pages) < 3 or not pages[0].kind & FIRST:
        raise OutOfBounds
    head = pages[0].body
    if not head.startswith(b"OpusHead") or len(head) != LENGTH_OF_HEAD or head[18] != 0:
        raise Unacceptable(Fault.UNKNOWN_FORMAT)
    sound = _after_tags(pages[1:])
    if any(page.kind & FIRST or page.body.startswith((b"OpusHead", b"OpusTags")) for page in sound) or not sound:
        raise OutOfBounds
    skipped = int.from_bytes(head[10:12], "little")
    heard = int.from_bytes(sound[-1].position, "little") - skipped
    start = Page(FIRST, bytes(8), bytes([LENGTH_OF_HEAD]), head)
    tags = Page(0, bytes(8), bytes([len(EMPTY_TAGS)]), EMPTY_TAGS)
    last = replace(sound[-1], kind=sound[-1].kind | LAST)
    made = [_written(page, number) for number, page in enumerate((start, tags, *sound[:-1], last))]
    return max(0, heard) / SAMPLES_A_SECOND, b"".join(made)


def _pages(content: bytes) -> Iterator[Page]:
    """All pages of the one stream, one after another to the end of the file."""
    at, stream = 0, None
    while at < len(content):
        head = part(content, at, HEAD)
        if head[:5] != b"OggS\0" or head[14:18] != (stream or head[14:18]):
            raise OutOfBounds
        stream = head[14:18]
        lacing = part(content, at + HEAD, head[26])
        body = part(content, at + HEAD + len(lacing), sum(lacing))
        if _sum_of(head[:22] + bytes(4) + head[26:27] + lacing + body) != int.from_bytes(head[22:26], "little"):
            raise OutOfBounds
        at += HEAD + len(lacing) + len(body)
        yield Page(head[5] & (CONTINUED | FIRST | LAST), head[6:14], lacing, body)


def _after_tags(pages: list[Page]) -> list[Page]:
    """The pages that follow the tags, which fill whole pages."""
    if not pages[0].body.startswith(b"OpusTags"):
        raise OutOfBounds
    for number, page in enumerate(pages):
        if page.lacing and page.lacing[-1] < 255:
            return pages[number + 1 :]
    raise OutOfBounds


def _written(page: Page, number: int) -> bytes:
    head = b"OggS\0" + bytes([page.kind]) + page.position + b"\1\0\0\0" + number.to_bytes(4, "little")
    rest = bytes([len(page.lacing)]) + page.lacing + page.body
    return head + _sum_of(head + bytes(4) + rest).to_bytes(4, "little") + rest


def _table() -> list[int]:
    table = []
    for byte in range(256):
        rest = byte << 24
        for _bit in range(8):
            rest = (rest << 1) ^ (POLYNOMIAL if rest & 0x80000000 else 0)
        table.append(rest & 0xFFFFFFFF)
    return table


SUMS = _table()


def _sum_of(page: bytes) -> int:
    total = 0
    for byte in page:
        total = ((total << 8) & 0xFFFFFFFF) ^ SUMS[(total >> 24) ^ byte]
    return total
