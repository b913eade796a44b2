"""Which of the readers a file goes to."""

from __future__ import annotations

from app.attachments.enums import SOUNDS, FileFormat


def clean(content: bytes, found: FileFormat) -> tuple[int, bytes]:
    """Extent and bytes of the file made anew. Only the library that this format needs is loaded.

    Raises:
        Unacceptable: see ``Fault``.
    """
    if found is FileFormat.PDF:
        from app.attachments.cleaning.program import documents

        return documents.clean(content)
    if found in SOUNDS:
        from app.attachments.cleaning.program import sounds

        return sounds.clean(content, found)
    from app.attachments.cleaning.program import pictures

    return pictures.clean(content, found)
