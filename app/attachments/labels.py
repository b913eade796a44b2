"""The words for the vocabularies of attachments."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.attachments.enums import Fault, FileFormat, RemovalReason

FORMAT_LABELS = {
    FileFormat.JPEG: _l("Photo (JPEG)"),
    FileFormat.PNG: _l("Picture (PNG)"),
    FileFormat.WEBP: _l("Picture (WebP)"),
    FileFormat.PDF: _l("PDF document"),
    FileFormat.OGG: _l("Recording (Ogg)"),
    FileFormat.MP3: _l("Recording (MP3)"),
    FileFormat.M4A: _l("Recording (M4A)"),
}

REMOVAL_LABELS = {
    RemovalReason.WRONG_FILE: _l("It was the wrong file, or of somebody else"),
    RemovalReason.REPLACED: _l("A better copy replaces it"),
    RemovalReason.ASKED_BY_PERSON: _l("The person asked for it"),
    RemovalReason.NOT_NEEDED: _l("It is not needed any more"),
}

FAULT_SENTENCES = {
    Fault.EMPTY: _l("The file is empty. Choose another one."),
    Fault.TOO_LARGE: _l("The file is larger than 10 MB. Take a smaller photo, or save the document with less detail."),
    Fault.NAME: _l("The name of the file has characters that no file name should have. Rename it and choose it again."),
    Fault.UNKNOWN_FORMAT: _l(
        "This kind of file cannot be attached. Choose a photo (JPEG, PNG or WebP), a PDF, or a recording (M4A, MP3 or Ogg Opus)."
    ),
    Fault.CONTRADICTION: _l("The name of the file says another kind than its content. Save it again as what it is."),
    Fault.TWO_FORMATS: _l("Something else is hidden in this file. Make a new photo or a new PDF of the document."),
    Fault.DAMAGED: _l("The file is damaged or incomplete. Make it again, or send it to this device once more."),
    Fault.TOO_MANY_PIXELS: _l("The picture has more than 24 megapixels. Take it again with a lower resolution."),
    Fault.TOO_MANY_PAGES: _l("The PDF has more than 200 pages. Attach only the pages that matter."),
    Fault.UNPACKS_TOO_LARGE: _l("Unpacked, the file is too large. Save the document with less detail."),
    Fault.TOO_LONG: _l("The recording is longer than ten minutes. Record again only what the person answers."),
    Fault.ENCRYPTED: _l("The PDF is locked with a password or against changes. Attach a copy without that lock, or a photo."),
    Fault.TOO_COSTLY: _l("Reading the file took too long or too much memory. Make a simpler copy, or a photo of the document."),
    Fault.BUSY: _l("Other files are being read at this moment. Wait a minute, then choose the file again."),
}
