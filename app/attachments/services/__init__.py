"""Adding, giving out, removing and shredding attachments."""

from app.attachments.services.adding import NewAttachment, add_attachment, record_refusal
from app.attachments.services.opening import OpenedFile, open_attachment
from app.attachments.services.removing import remove_attachment
from app.attachments.services.shredding import shred_removed, sweep

__all__ = [
    "NewAttachment",
    "OpenedFile",
    "add_attachment",
    "open_attachment",
    "record_refusal",
    "remove_attachment",
    "shred_removed",
    "sweep",
]
