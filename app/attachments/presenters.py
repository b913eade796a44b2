"""The pages of attachments: the list inside a file, and what stands around its forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.attachments import policies
from app.attachments.enums import SOUNDS, FileFormat, OwnerKind
from app.attachments.labels import FORMAT_LABELS, REMOVAL_LABELS
from app.attachments.owners import owner_of_case, owner_of_person
from app.cases.presenters import case_banner, case_frame, case_sections
from app.foundation.actor import Actor
from app.people.presenters import file_frame, person_banner
from app.people.queries import consents_in_force
from app.people.questions import strip_over
from app.web.erased import erased_words, shown
from app.web.filters import day, instant
from app.web.page_parts import Action, Banner, Column, Link, Section, Table

if TYPE_CHECKING:
    from app.attachments.models import Attachment
    from app.attachments.owners import Owner
    from app.cases.models import Case
    from app.people.models import Consent, Person

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
ENDINGS = {
    FileFormat.JPEG: "jpg",
    FileFormat.PNG: "png",
    FileFormat.WEBP: "webp",
    FileFormat.PDF: "pdf",
    FileFormat.OGG: "ogg",
    FileFormat.MP3: "mp3",
    FileFormat.M4A: "m4a",
}
MEDIA_TYPES = {
    FileFormat.JPEG: "image/jpeg",
    FileFormat.PNG: "image/png",
    FileFormat.WEBP: "image/webp",
    FileFormat.PDF: "application/pdf",
    FileFormat.OGG: "audio/ogg",
    FileFormat.MP3: "audio/mpeg",
    FileFormat.M4A: "audio/mp4",
}
ADDING = {OwnerKind.CASE: "attachments.add_to_case", OwnerKind.PERSON: "attachments.add_to_person"}
OPENING = {OwnerKind.CASE: "attachments.open_of_case", OwnerKind.PERSON: "attachments.open_of_person"}
REMOVING = {OwnerKind.CASE: "attachments.remove_from_case", OwnerKind.PERSON: "attachments.remove_from_person"}


@dataclass(frozen=True)
class AttachmentsPage:
    """The attachments inside a file: those that are there, and those that were removed."""

    banner: Banner
    sections: Sequence[Section]
    table: Table | None
    removed: Table | None
    add: Action | None


@dataclass(frozen=True)
class AttachmentFrame:
    """What a form about attachments shows around itself; plain words, so that it outlives a refused saving."""

    caption: str
    back: Link
    cancel: Link


@dataclass(frozen=True)
class RemovalPage:
    """What is about to be removed."""

    frame: AttachmentFrame
    title: str
    facts: str


def page_of_case(actor: Actor, case: Case, attachments: Sequence[Attachment], today: date) -> AttachmentsPage:
    owner = owner_of_case(actor, case)
    frame = case_banner(actor, case, today), case_sections(actor, case, address_of_list(owner.kind, owner.id))
    return _page(actor, owner, case.office.time_zone, attachments, frame=frame)


def page_of_person(actor: Actor, person: Person, attachments: Sequence[Attachment], today: date) -> AttachmentsPage:
    owner = owner_of_person(actor, person)
    sections = [
        Section(_("The person's file"), url_for("people.show_person", person_id=person.id)),
        Section(_("Attachments"), address_of_list(owner.kind, owner.id), current=True),
    ]
    banner = person_banner(person, today, consents_in_force(person.id))
    if owner.is_read_in_emergency:
        banner = replace(banner, emergency=strip_over(actor, person.id))
    return _page(actor, owner, person.office.time_zone, attachments, frame=(banner, sections))


def frame_of_case(case: Case) -> AttachmentFrame:
    return _frame(case_frame(case).caption, address_of_list(OwnerKind.CASE, case.id))


def frame_of_person(person: Person) -> AttachmentFrame:
    return _frame(file_frame(person).caption, address_of_list(OwnerKind.PERSON, person.id))


def title_of_evidence(consent: Consent) -> str:
    """What the list of attachments says of it, unless somebody writes other words."""
    return str(_("Consent of %(day)s", day=day(consent.decided_at)))


@dataclass(frozen=True)
class AddingWords:
    """What the page that takes a file is called, and its button."""

    title: str
    submit: str
    intro: str


def words_of_file() -> AddingWords:
    intro = _(
        "What a photo says about the place and the device is taken out, and so are scripts and forms of a PDF. "
        "The file is kept sealed."
    )
    return AddingWords(_("Attach a file"), _("Attach the file"), str(intro))


def words_of_evidence(*, is_heard: bool) -> AddingWords:
    """Of a recording, or of the paper that was signed."""
    if is_heard:
        intro = str(_("It is kept sealed, with the answers that were given then."))
        return AddingWords(_("Attach the recording of what was said"), _("Attach the recording"), intro)
    intro = str(_("What the photo says about the place and the device is taken out. It is kept sealed, with the answers."))
    return AddingWords(_("Attach the photo of the paper"), _("Attach the photo"), intro)


def removal_page(frame: AttachmentFrame, attachment: Attachment) -> RemovalPage:
    return RemovalPage(frame, shown(attachment, "title") or "", _kind_and_size(attachment))


def address_of_list(kind: OwnerKind, owner_id: UUID) -> str:
    if kind is OwnerKind.CASE:
        return url_for("attachments.list_of_case", case_id=owner_id)
    return url_for("attachments.list_of_person", person_id=owner_id)


def download_name(file_format: FileFormat, number: int) -> str:
    """What a downloaded copy is called: ``archivo-1.pdf``, which says nothing about anybody."""
    word = _("file")
    return f"{word}-{number}.{ENDINGS[file_format]}"


def _frame(caption: str, href: str) -> AttachmentFrame:
    return AttachmentFrame(caption, Link(_("Attachments"), href), Link(_("Leave without saving"), href))


def _page(
    actor: Actor, owner: Owner, time_zone: str, attachments: Sequence[Attachment], *, frame: tuple[Banner, Sequence[Section]]
) -> AttachmentsPage:
    may_open, may_change = policies.can_open(actor, owner), policies.can_change(actor, owner)
    present = [one for one in attachments if one.removed_at is None]
    removed = [one for one in attachments if one.removed_at is not None]
    add = Action(_("Attach a file"), url_for(ADDING[owner.kind], **_of(owner)))
    banner, sections = frame
    return AttachmentsPage(
        banner=banner,
        sections=sections,
        table=_present(owner, present, time_zone, may_open=may_open, may_change=may_change) if present else None,
        removed=_removed(removed, time_zone) if removed else None,
        add=add if may_change else None,
    )


def _present(owner: Owner, attachments: Sequence[Attachment], time_zone: str, *, may_open: bool, may_change: bool) -> Table:
    columns = [Column(_("Attachment")), Column(_("Kind")), Column(_("Attached"))]
    if may_change:
        columns.append(Column(_("Remove"), kind="action", hidden=True))
    rows = [_present_row(owner, one, time_zone, may_open=may_open, may_change=may_change) for one in attachments]
    return Table(_("Attachments"), columns, rows, caption_hidden=True)


def _present_row(owner: Owner, attachment: Attachment, time_zone: str, *, may_open: bool, may_change: bool) -> list[Any]:
    title, one = shown(attachment, "title") or "", {f"{owner.kind}_attachment_id": attachment.id, **_of(owner)}
    name = title if title == erased_words() or not may_open else Link(title, url_for(OPENING[owner.kind], **one))
    row: list[Any] = [name, _kind_and_size(attachment), _by(attachment.recorder, attachment.recorded_at, time_zone)]
    if may_change:
        row.append(Link(_("Remove"), url_for(REMOVING[owner.kind], **one), hidden_text=title))
    return row


def _removed(attachments: Sequence[Attachment], time_zone: str) -> Table:
    columns = [Column(_("Kind")), Column(_("Attached")), Column(_("Removed")), Column(_("Why"))]
    rows = [
        [
            _kind_and_size(one),
            _by(one.recorder, one.recorded_at, time_zone),
            _by(one.remover, one.removed_at, time_zone),
            str(REMOVAL_LABELS[one.removal_reason]) if one.removal_reason else None,
        ]
        for one in attachments
    ]
    return Table(_("Removed attachments"), columns, rows, caption_hidden=True)


def _kind_and_size(attachment: Attachment) -> str:
    words = [str(FORMAT_LABELS[attachment.format])]
    if attachment.format is FileFormat.PDF:
        words.append(ngettext("%(num)s page", "%(num)s pages", attachment.extent))
    if attachment.format in SOUNDS:
        words.append(ngettext("%(num)s second", "%(num)s seconds", attachment.extent))
    words.append(size_in_words(attachment.size))
    return ", ".join(words)


def size_in_words(size: int) -> str:
    if size < MEGABYTE:
        return f"{max(1, round(size / KILOBYTE))} kB"
    return f"{round(size / MEGABYTE)} MB"


def _by(user: Any, when: Any, time_zone: str) -> str:
    moment = instant(when, time_zone)
    return str(_("%(when)s, %(name)s", when=moment, name=user.name)) if user else moment


def _of(owner: Owner) -> dict[str, Any]:
    return {f"{owner.kind}_id": owner.id}
