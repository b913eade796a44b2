"""A few attachments in the newest files of those who can sign in, drawn here: no paper of anybody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from io import BytesIO

import sqlalchemy as sa
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy.orm import joinedload

from app.accounts.doors import actor_for
from app.accounts.models import User
from app.attachments.cleaning import cleaned
from app.attachments.enums import FileFormat, OwnerKind
from app.attachments.services import NewAttachment, add_attachment
from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.foundation.access import enter
from app.foundation.actor import Actor, ActorKind
from app.foundation.database import db

CASES_OF_EACH = 2
"""Newest open cases of each account that get attachments, and their persons."""
SIZE = (900, 600)
EDGE, LINE = 60, 70
PAPER, INK = "#f6efdf", "#20303c"
WORD = "DEMO: una hoja inventada"
"""On each sheet. Pillow's own font has no accents, so that the drawn words do without."""

SHEETS: Mapping[OwnerKind, Sequence[tuple[FileFormat, str, Sequence[str]]]] = {
    OwnerKind.CASE: (
        (
            FileFormat.JPEG,
            "Cita en la oficina de regularización",
            ("Cita: lunes, 9:00", "Llevar un documento"),
        ),
        (FileFormat.PDF, "Constancia de residencia", ("Constancia de residencia", "Firmada por la junta del barrio")),
    ),
    OwnerKind.PERSON: ((FileFormat.PNG, "Pasaporte, página con la foto", ("Pasaporte", "Sin nombre, sin datos y sin foto")),),
}
"""Title and drawn lines of each sheet."""


def attach_sheets(emails: Collection[str]) -> int:
    """Attach the sheets in the name of each account that carries cases, as its pages would; gives their number."""
    sheets = {kind: [_sheet(found, title, lines) for found, title, lines in of_kind] for kind, of_kind in SHEETS.items()}
    attached = 0
    for user in db.session.scalars(sa.select(User).where(User.email.in_(emails)).options(joinedload(User.office))).all():
        # As at the door: what somebody reaches is read in their own name.
        enter(Actor(kind=ActorKind.STAFF, id=user.id, name=user.name))
        actor = actor_for(user)
        for case in db.session.scalars(_newest_cases_of(user)).all():
            for kind, owner_id in ((OwnerKind.CASE, case.id), (OwnerKind.PERSON, case.person_id)):
                for sheet in sheets[kind]:
                    add_attachment(actor, kind, owner_id, sheet)
                    attached += 1
    return attached


def _newest_cases_of(user: User) -> sa.Select[tuple[Case]]:
    mine = sa.select(Case).where(Case.caseworker_id == user.id, Case.status != CaseStatus.CLOSED)
    return mine.order_by(Case.opened_on.desc(), Case.id.desc()).limit(CASES_OF_EACH)


def _sheet(file_format: FileFormat, title: str, lines: Sequence[str]) -> NewAttachment:
    """A sheet with the lines on it, made anew as everything that is attached."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((EDGE // 2, EDGE // 2, SIZE[0] - EDGE // 2, SIZE[1] - EDGE // 2), outline=INK, width=3)
    for number, words in enumerate((WORD, *lines)):
        pen.text((EDGE, EDGE + number * LINE), words, fill=INK, font=ImageFont.load_default(36))
    drawn = BytesIO()
    picture.save(drawn, file_format.value)
    return NewAttachment(title, cleaned(drawn.getvalue(), file_format))
