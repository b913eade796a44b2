"""Recordings are taken apart by their containers and put together from what is heard: no tags, names, places, pictures."""

from __future__ import annotations

from app.attachments.cleaning.faults import Unacceptable
from app.attachments.cleaning.program import mp3_sound, mp4_sound, ogg_sound
from app.attachments.cleaning.program.bounds import OutOfBounds
from app.attachments.enums import Fault, FileFormat

LONGEST = 10 * 60
"""Seconds: what somebody agrees to is said in one or two minutes."""
READERS = {FileFormat.OGG: ogg_sound.clean, FileFormat.MP3: mp3_sound.clean, FileFormat.M4A: mp4_sound.clean}


def clean(content: bytes, found: FileFormat) -> tuple[int, bytes]:
    """Seconds and bytes of the recording made anew.

    Raises:
        Unacceptable: it is no sound of its container, or too long.
    """
    try:
        seconds, made = READERS[found](content)
    except (OutOfBounds, IndexError, ValueError, ZeroDivisionError):
        raise Unacceptable(Fault.DAMAGED) from None
    if seconds > LONGEST:
        raise Unacceptable(Fault.TOO_LONG)
    return max(1, round(seconds)), made
