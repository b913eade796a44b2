"""Reading attachments of a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.attachments import policies
from app.attachments.enums import OwnerKind
from app.attachments.models import Attachment
from app.attachments.owners import Owner
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.scopes import lies_within


def list_of(actor: Actor, owner: Owner) -> Sequence[Attachment]:
    """All attachments of a file with who added and removed them: newest first, removed ones last."""
    select = (
        _readable(actor, owner)
        .options(joinedload(Attachment.recorder), joinedload(Attachment.remover))
        .order_by(Attachment.removed_at.is_not(None), Attachment.recorded_at.desc(), Attachment.id.desc())
    )
    return db.session.scalars(select).all()


def evidence_by_sitting(actor: Actor, owner: Owner) -> Mapping[UUID, Attachment]:
    """The newest paper or recording of each sitting about consent, by the sitting's id; removed ones are not there."""
    kept = _readable(actor, owner).where(Attachment.consent_id.is_not(None), Attachment.removed_at.is_(None))
    found = db.session.scalars(kept.order_by(Attachment.recorded_at))
    return {one.consent_id: one for one in found if one.consent_id}


def count_of(actor: Actor, owner: Owner) -> int:
    """How many there are in a file, removed ones not counted."""
    present = _readable(actor, owner).where(Attachment.removed_at.is_(None))
    return db.session.scalar(present.with_only_columns(sa.func.count())) or 0


def get_attachment(actor: Actor, owner: Owner, attachment_id: UUID, *, for_update: bool = False) -> Attachment:
    """
    Raises:
        NotFound: no such attachment in this file, or the file is out of scope.
    """
    select = _of(actor, owner).where(Attachment.id == attachment_id)
    if for_update:
        select = select.with_for_update().execution_options(populate_existing=True)
    attachment: Attachment | None = db.session.scalars(select).one_or_none()
    if attachment is None:
        raise NotFound(policies.NO_SUCH_ATTACHMENT)
    return attachment


def number_of(actor: Actor, owner: Owner, attachment: Attachment) -> int:
    """The how-manieth of its file it is, removed ones counted: what a downloaded copy is called by."""
    earlier = _of(actor, owner).where(Attachment.id <= attachment.id)
    return db.session.scalar(earlier.with_only_columns(sa.func.count())) or 1


def names_in_use(names: Collection[str]) -> frozenset[str]:
    """Those of the files' names that an attachment still has; for the jobs of the system, which see all of them."""
    select = sa.select(Attachment.file_name).where(Attachment.file_name.in_(names), Attachment.removed_at.is_(None))
    return frozenset(db.session.scalars(select))


def _readable(actor: Actor, owner: Owner) -> sa.Select[Any]:
    """Those that the actor may know of: also in a file that was opened to them in an emergency."""
    if owner.is_read_in_emergency:
        return _in_file(owner).where(Attachment.scope_id == owner.scope_id)
    return _of(actor, owner)


def _of(actor: Actor, owner: Owner) -> sa.Select[Any]:
    return _in_file(owner).where(lies_within(actor, policies.READING[owner.kind], Attachment.scope_id))


def _in_file(owner: Owner) -> sa.Select[Any]:
    of_case = owner.kind is OwnerKind.CASE
    return sa.select(Attachment).where((Attachment.case_id if of_case else Attachment.person_id) == owner.id)
