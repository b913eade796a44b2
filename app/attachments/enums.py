"""The vocabularies of attachments."""

from __future__ import annotations

import enum


class OwnerKind(enum.StrEnum):
    """In whose file an attachment lies."""

    PERSON = "person"
    CASE = "case"


class FileFormat(enum.StrEnum):
    """What may be attached."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    OGG = "ogg"
    MP3 = "mp3"
    M4A = "m4a"


SOUNDS = frozenset({FileFormat.OGG, FileFormat.MP3, FileFormat.M4A})


class RemovalReason(enum.StrEnum):
    """Why an attachment was removed."""

    WRONG_FILE = "wrong_file"
    REPLACED = "replaced"
    ASKED_BY_PERSON = "asked_by_person"
    NOT_NEEDED = "not_needed"


class Fault(enum.StrEnum):
    """Why a file was refused; the word that the audit trail keeps."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NAME = "name"
    UNKNOWN_FORMAT = "unknown_format"
    CONTRADICTION = "contradiction"
    TWO_FORMATS = "two_formats"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_LONG = "too_long"
    ENCRYPTED = "encrypted"
    TOO_COSTLY = "too_costly"
    BUSY = "busy"
