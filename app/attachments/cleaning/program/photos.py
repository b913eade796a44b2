"""Photos in a PDF bring their own place and time along, in segments beside the picture."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from app.attachments.cleaning.program.streams import filters_of, parameters_of_last_filter, without_packing

OF_PHOTOS = frozenset({"/DCTDecode", "/DCT"})
NEXT_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)
"""Of a segment or the end; the others stand inside the picture's own bytes."""
START, END, START_OF_SCAN, COMMENT, FIRST_APP, ADOBE, LAST_APP = b"\xff\xd8", 0xD9, 0xDA, 0xFE, 0xE1, 0xEE, 0xEF


def strip_photo(stream: Any) -> None:
    """Leave of a photo what it shows, however it is packed; nothing for streams that are none."""
    filters = filters_of(stream)
    if not filters or str(filters[-1]) not in OF_PHOTOS:
        return
    photo = without_segments(without_packing(stream))
    stream.write(photo, filter=pikepdf.Name.DCTDecode, decode_parms=parameters_of_last_filter(stream))


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without comments, application segments and what follows its end; Adobe's segment stays, which says how its
    colours are meant."""
    kept, at, is_in_scan = bytearray(START), len(START), False
    while found := NEXT_MARKER.search(jpeg, at):
        marker, after = found[1][0], found.end()
        if is_in_scan:
            kept += jpeg[at : found.start()]
        if marker == END:
            return bytes(kept) + b"\xff\xd9"
        at = after + int.from_bytes(jpeg[after : after + 2], "big")
        if marker == ADOBE or not (marker == COMMENT or FIRST_APP <= marker <= LAST_APP):
            kept += jpeg[found.start() : at]
        is_in_scan = marker == START_OF_SCAN or is_in_scan
    return bytes(kept) + jpeg[at:]
