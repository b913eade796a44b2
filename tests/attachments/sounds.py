"""Recordings made of their containers, with tags that have to go."""

from __future__ import annotations

import struct

from app.attachments.cleaning.program.ogg_sound import Page, _written

TAG = b"CANARY-OF-A-TAG"
OPUS_HEAD = b"OpusHead" + bytes([1, 1]) + (312).to_bytes(2, "little") + (48000).to_bytes(4, "little") + bytes(3)


def ogg(*, seconds: int = 3, tag: bytes = TAG) -> bytes:
    tags = b"OpusTags" + (0).to_bytes(4, "little") + (1).to_bytes(4, "little") + len(tag).to_bytes(4, "little") + tag
    pages = [Page(2, bytes(8), bytes([len(OPUS_HEAD)]), OPUS_HEAD), Page(0, bytes(8), bytes([len(tags)]), tags)]
    for second in range(1, seconds + 1):
        heard = (second * 48000 + 312).to_bytes(8, "little")
        pages.append(Page(4 if second == seconds else 0, heard, bytes([20, 30]), bytes([second % 256]) * 50))
    return b"".join(_written(page, number) for number, page in enumerate(pages))


def mp3(*, seconds: float = 3, tag: bytes = TAG) -> bytes:
    """Frames of 64 kbit/s at 44.1 kHz: 208 bytes, 26 ms."""
    frame = bytes([0xFF, 0xFB, 0x50, 0x00]) + b"\x11" * 204
    encoder = bytes([0xFF, 0xFB, 0x50, 0x00]) + b"Xing" + tag + bytes(200 - len(tag))
    size = len(tag)
    head = b"ID3\x03\x00\x00" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + tag
    return head + encoder + frame * round(seconds * 44100 / 1152) + b"TAG" + tag.ljust(125, b"\0")


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def m4a(*, seconds: int = 3, tag: bytes = TAG, handler: bytes = b"soun", coding: bytes = b"mp4a") -> bytes:
    """One track of three samples, with a gap between them that holds the tag."""
    samples, gap = [b"\x21" * 40, b"\x22" * 50, b"\x23" * 60], tag
    begin = box(b"ftyp", b"M4A \0\0\0\0M4A mp42isom")
    media = samples[0] + samples[1] + gap + samples[2]
    at = len(begin) + 8
    places = (at, at + 90 + len(gap))
    times = b"\x11\x22\x33\x44\x55\x66\x77\x88"
    stbl = box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1) + box(coding, bytes(28)))
        + box(b"stts", struct.pack(">IIII", 0, 1, 3, 1024))
        + box(b"stsc", struct.pack(">IIIIIIII", 0, 2, 1, 2, 1, 2, 1, 1))
        + box(b"stsz", struct.pack(">IIIIII", 0, 0, 3, 40, 50, 60))
        + box(b"stco", struct.pack(">IIII", 0, 2, *places)),
    )
    dinf = box(b"dinf", box(b"dref", struct.pack(">II", 0, 1) + box(b"url ", struct.pack(">I", 1))))
    mdia = box(
        b"mdia",
        box(b"mdhd", bytes(4) + times + struct.pack(">II", 1000, seconds * 1000) + bytes(4))
        + box(b"hdlr", bytes(8) + handler + bytes(12) + tag + b"\0")
        + box(b"minf", box(b"smhd", bytes(8)) + dinf + stbl),
    )
    trak = box(b"trak", box(b"tkhd", bytes(4) + times + bytes(72)) + mdia)
    place = box(b"udta", box(b"\xa9xyz", b"+04.7110-074.0721/" + tag))
    moov = box(b"moov", box(b"mvhd", bytes(4) + times + struct.pack(">II", 1000, seconds * 1000) + bytes(80)) + trak + place)
    return begin + box(b"mdat", media) + moov + box(b"uuid", b"\0" * 16 + tag)
