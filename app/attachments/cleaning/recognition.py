"""What a file is, by its first bytes; what its name and its sender say may not contradict that."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Mapping
from io import BytesIO

from app.attachments.cleaning.faults import Unacceptable
from app.attachments.enums import Fault, FileFormat

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a file as it arrives."""
HEAD = 1024

ENDINGS: Mapping[FileFormat, frozenset[str]] = {
    FileFormat.JPEG: frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    FileFormat.PNG: frozenset({"png"}),
    FileFormat.WEBP: frozenset({"webp"}),
    FileFormat.PDF: frozenset({"pdf"}),
    FileFormat.OGG: frozenset({"ogg", "oga", "opus"}),
    FileFormat.MP3: frozenset({"mp3"}),
    FileFormat.M4A: frozenset({"m4a", "mp4", "3gp", "3ga"}),
}
DECLARED: Mapping[FileFormat, frozenset[str]] = {
    FileFormat.JPEG: frozenset({"image/jpeg", "image/jpg", "image/pjpeg"}),
    FileFormat.PNG: frozenset({"image/png"}),
    FileFormat.WEBP: frozenset({"image/webp"}),
    FileFormat.PDF: frozenset({"application/pdf", "application/x-pdf"}),
    FileFormat.OGG: frozenset({"audio/ogg", "audio/opus", "application/ogg", "video/ogg"}),
    FileFormat.MP3: frozenset({"audio/mpeg", "audio/mp3"}),
    FileFormat.M4A: frozenset({"audio/mp4", "audio/m4a", "audio/x-m4a", "audio/3gpp", "video/mp4", "video/3gpp"}),
}
SAYS_NOTHING = frozenset({"", "application/octet-stream"})
MARKUP = (b"<script", b"<html", b"<!doctype html", b"<?php")
OF_PAGES = (b"<svg", *MARKUP)


def recognised(content: bytes, *, name: str, declared: str) -> FileFormat:
    """Which format a file has.

    Args:
        name: as the sender's device calls it; looked at and forgotten.
        declared: the media type that came with it.

    Raises:
        Unacceptable: none of ours, too large, or two things at once.
    """
    if not content:
        raise Unacceptable(Fault.EMPTY)
    if len(content) > LARGEST_FILE:
        raise Unacceptable(Fault.TOO_LARGE)
    if not _is_plain(name):
        raise Unacceptable(Fault.NAME)
    found = _by_first_bytes(content)
    if found is None:
        raise Unacceptable(Fault.UNKNOWN_FORMAT)
    if _contradicts(found, name, declared):
        raise Unacceptable(Fault.CONTRADICTION)
    if _is_something_else_too(found, content):
        raise Unacceptable(Fault.TWO_FORMATS)
    return found


def _is_plain(name: str) -> bool:
    """No path and no characters that are not seen."""
    return not any(letter in "/\\" or unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in name)


def _by_first_bytes(content: bytes) -> FileFormat | None:
    if content.startswith(b"\xff\xd8\xff"):
        return FileFormat.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileFormat.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return FileFormat.WEBP
    if content.startswith(b"%PDF-"):
        return FileFormat.PDF
    return _sound_by_first_bytes(content)


def _sound_by_first_bytes(content: bytes) -> FileFormat | None:
    if content.startswith(b"OggS"):
        return FileFormat.OGG
    if content[4:8] == b"ftyp":
        return FileFormat.M4A
    is_frame = len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2
    return FileFormat.MP3 if is_frame or content.startswith(b"ID3") else None


def _contradicts(found: FileFormat, name: str, declared: str) -> bool:
    _, dot, ending = name.rpartition(".")
    wrong_ending = bool(dot) and ending.strip().lower() not in ENDINGS[found]
    wrong_type = declared.lower() not in DECLARED[found] | SAYS_NOTHING
    return wrong_ending or wrong_type


def _is_something_else_too(found: FileFormat, content: bytes) -> bool:
    """Whether a program that looks for a page, a PDF or an archive would find one in it."""
    if zipfile.is_zipfile(BytesIO(content)):
        return True
    head = content[:HEAD].lower()
    if found is FileFormat.PDF:
        return any(mark in head for mark in OF_PAGES)
    lowered = content.lower()
    return b"%pdf-" in head or any(mark in lowered for mark in MARKUP)
