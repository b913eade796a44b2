"""MPEG audio, layer III: the frames that follow one another; tags before, between and after them stay behind."""

from __future__ import annotations

from app.attachments.cleaning.program.bounds import OutOfBounds, part

FEWEST_FRAMES = 3
KILOBITS = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By version of MPEG, for the index 1 to 14."""
SAMPLES_A_SECOND = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""By the two bits that name the version."""
OF_ENCODER = (b"Xing", b"Info", b"VBRI", b"LAME")


def clean(content: bytes) -> tuple[float, bytes]:
    """Seconds and bytes of the recording."""
    at, seconds = _after_tag(content), 0.0
    frames: list[bytes] = []
    while (header := content[at : at + 4]) and (measured := _measured(header)):
        length, lasts = measured
        if at + length > len(content):
            break  # cut off in its last frame
        frame = part(content, at, length)
        at += length
        if not frames and any(mark in frame for mark in OF_ENCODER):
            continue
        frames.append(frame)
        seconds += lasts
    if len(frames) < FEWEST_FRAMES:
        raise OutOfBounds
    return seconds, b"".join(frames)


def _after_tag(content: bytes) -> int:
    """Where the first frame begins: behind an ID3 tag of version 2, whose length leaves out the highest bit of each byte."""
    if not content.startswith(b"ID3"):
        return 0
    head = part(content, 0, 10)
    length = sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    return 10 + length + (10 if head[5] & 0x10 else 0)


def _measured(header: bytes) -> tuple[int, float] | None:
    """Bytes and seconds of the frame that begins with these four bytes; None where none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, speed = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer != 1 or rate in {0, 15} or speed == 3:
        return None
    samples = 1152 if version == 3 else 576
    a_second = SAMPLES_A_SECOND[version][speed]
    bits = KILOBITS[1 if version == 3 else 2][rate - 1] * 1000
    return samples // 8 * bits // a_second + (header[2] >> 1 & 1), samples / a_second
