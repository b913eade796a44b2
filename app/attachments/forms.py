"""The forms of attachments."""

from __future__ import annotations

import hashlib
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired

from app.attachments.cleaning import Cleaned, Unacceptable, cleaned, recognised
from app.attachments.enums import RemovalReason
from app.attachments.labels import FAULT_SENTENCES, REMOVAL_LABELS
from app.web.fields import at_most, choices, on_one_line
from app.web.forms import Form

LONGEST_TITLE = 120
PICTURES = "image/jpeg,image/png,image/webp"
RECORDINGS = "audio/mp4,audio/mpeg,audio/ogg,.m4a,.mp3,.ogg,.opus,.3gp"


def _title_field(example: Any) -> StringField:
    return StringField(
        _l("What does it show?"),
        filters=[on_one_line],
        validators=[DataRequired(_l("Write what the file shows, so that colleagues find it")), at_most(LONGEST_TITLE)],
        description=example,
    )


class AddAttachmentForm(Form):
    """A title and one file: from the camera of the phone, or one that is there already."""

    title = _title_field(_l("For example: passport, page with the photo"))
    photo = FileField(_l("Take a photo"), render_kw={"accept": PICTURES, "capture": "environment"})
    file = FileField(
        _l("Or choose a file"),
        render_kw={"accept": f"{PICTURES},application/pdf,{RECORDINGS}"},
        description=_l("A photo (JPEG, PNG or WebP), a PDF or a recording (M4A, MP3 or Ogg Opus) of at most 10 MB"),
    )

    no_file: Any = _l("Take a photo or choose a file")
    several_files: Any = _l("Send one file at a time: a photo or a file")

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self._has_one_file()

    def content(self) -> dict[str, Any]:
        """The title, and a digest in place of the file."""
        return {"title": self.title.data, "digest": hashlib.sha256(self._bytes).hexdigest()}

    def cleaned(self) -> Cleaned:
        """The file made anew.

        Raises:
            Unacceptable: it cannot be attached.
        """
        sent = self._sent()[0].data
        found = recognised(self._bytes, name=sent.filename or "", declared=sent.mimetype or "")
        return cleaned(self._bytes, found)

    def refuse(self, refusal: Unacceptable) -> None:
        """Say at the file why it is not attached."""
        field = self._sent()[0]
        field.errors = [*field.errors, FAULT_SENTENCES[refusal.fault]]

    def _has_one_file(self) -> bool:
        sent = [one for field in self._fields_of_files for one in field.raw_data or ()]
        count = sum(isinstance(one, FileStorage) and bool(one) for one in sent)
        if count != 1:
            self.file.errors = [*self.file.errors, self.no_file if not count else self.several_files]
            return False
        return True

    def _sent(self) -> list[Field]:
        return [field for field in self._fields_of_files if isinstance(field.data, FileStorage)]

    @property
    def _fields_of_files(self) -> list[Field]:
        return [field for field in self if isinstance(field, FileField)]

    @property
    def _bytes(self) -> bytes:
        stream = self._sent()[0].data.stream
        stream.seek(0)
        content: bytes = stream.read()
        return content


class EvidenceForm(AddAttachmentForm):
    """What bears out one sitting about consent."""

    @classmethod
    def of(cls, title: str) -> Self:
        return cls(data={"title": title})


class SignedPaperForm(EvidenceForm):
    """The paper that was signed: a photo of it first."""

    title = _title_field(_l("For example: signed consent, both sides"))
    photo = FileField(_l("Take a photo of the paper"), render_kw={"accept": PICTURES, "capture": "environment"})
    file = FileField(
        _l("Or choose a file"),
        render_kw={"accept": f"{PICTURES},application/pdf"},
        description=_l("A photo (JPEG, PNG or WebP) or a PDF of at most 10 MB"),
    )


class RecordingForm(EvidenceForm):
    """What was said, recorded."""

    title = _title_field(_l("For example: answers about consent, with the interpreter"))
    photo = None
    no_file = _l("Record what is said, or choose a recording")
    several_files = _l("Send one recording at a time")
    recording = FileField(_l("Record what is said"), render_kw={"accept": "audio/*", "capture": ""})
    file = FileField(
        _l("Or choose a recording"),
        render_kw={"accept": RECORDINGS},
        description=_l("A recording (M4A, MP3 or Ogg Opus) of at most 10 MB"),
    )


class RemoveAttachmentForm(Form):
    """Why an attachment goes."""

    reason = RadioField(
        _l("Why is it removed?"),
        choices=choices(REMOVAL_LABELS.items()),
        validators=[InputRequired(_l("Choose why the attachment is removed"))],
    )

    @property
    def chosen_reason(self) -> RemovalReason:
        return RemovalReason(self.reason.data)
