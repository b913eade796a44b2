"""Numbers read from a hostile file never reach beyond it."""

from __future__ import annotations


class OutOfBounds(Exception):
    """The file says that something lies where nothing is."""


def part(content: bytes | bytearray | memoryview, start: int, length: int) -> bytes:
    """Exactly these bytes.

    Raises:
        OutOfBounds: there are not so many.
    """
    if start < 0 or length < 0 or start + length > len(content):
        raise OutOfBounds
    return bytes(content[start : start + length])


def number(content: bytes | bytearray | memoryview, start: int, length: int) -> int:
    """An unsigned number, the most significant byte first."""
    return int.from_bytes(part(content, start, length), "big")
