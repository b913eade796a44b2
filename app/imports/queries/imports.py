"""Imports: of the reader's offices, and as jobs take them in hand."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Office
from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.pagination import PAGE_SIZE, Page, clamp_page
from app.imports import policies
from app.imports.enums import ImportStatus, RowOutcome
from app.imports.models import ImportRow, PeopleImport

GONE = (ImportStatus.FAILED, ImportStatus.DISCARDED, ImportStatus.EXPIRED)
"""Of these the same file may be brought again."""


def list_imports(actor: Actor, page: int | None) -> Page[PeopleImport]:
    """The imports of the actor's offices, the latest first."""
    number = clamp_page(page)
    select = (
        sa.select(PeopleImport)
        .where(policies.in_scope(actor))
        .options(joinedload(PeopleImport.office), joinedload(PeopleImport.uploader))
        .order_by(PeopleImport.uploaded_at.desc(), PeopleImport.id.desc())
        .limit(PAGE_SIZE + 1)
        .offset((number - 1) * PAGE_SIZE)
    )
    rows = db.session.scalars(select).all()
    return Page(rows[:PAGE_SIZE], number, len(rows) > PAGE_SIZE)


def get_import(actor: Actor, import_id: UUID, *, for_update: bool = False) -> PeopleImport:
    """
    Raises:
        NotFound: there is none within the actor's offices.
    """
    select = (
        sa.select(PeopleImport)
        .where(PeopleImport.id == import_id, policies.in_scope(actor))
        .options(joinedload(PeopleImport.office), joinedload(PeopleImport.uploader), joinedload(PeopleImport.corrects))
    )
    if for_update:
        select = _locked(select)
    brought = db.session.scalars(select).one_or_none()
    if brought is None:
        raise NotFound(policies.NO_SUCH_IMPORT)
    return brought


def lock_import(_actor: Actor, import_id: UUID) -> PeopleImport | None:
    """The same for jobs, locked; None when it is gone."""
    select = sa.select(PeopleImport).where(PeopleImport.id == import_id).options(joinedload(PeopleImport.office))
    return db.session.scalars(_locked(select)).one_or_none()


def get_brought(_actor: Actor, import_id: UUID) -> PeopleImport:
    """The same, not locked: while a job holds one of its pieces, it cannot be thrown away."""
    select = sa.select(PeopleImport).where(PeopleImport.id == import_id).options(joinedload(PeopleImport.office))
    return db.session.scalars(select.execution_options(populate_existing=True)).one()


def take_checked_import(_actor: Actor, import_id: UUID) -> PeopleImport | None:
    """The import, locked, whose rows are compared with nobody yet; None else.

    Another worker who holds it is waited for: they may have looked before the last piece was checked.
    """
    select = (
        sa.select(PeopleImport)
        .where(PeopleImport.id == import_id, PeopleImport.status == ImportStatus.CHECKING, PeopleImport.compared_at.is_(None))
        .options(joinedload(PeopleImport.office))
    )
    return db.session.scalars(_locked(select)).one_or_none()


def find_same_file(actor: Actor, office_id: UUID, digest: bytes) -> PeopleImport | None:
    """An import of the very same file at this office that was not thrown away."""
    select = sa.select(PeopleImport).where(
        PeopleImport.office_id == office_id,
        PeopleImport.file_digest == digest,
        PeopleImport.status.not_in(GONE),
        policies.in_scope(actor),
    )
    return db.session.scalars(select).one_or_none()


def find_corrected_import(brought: PeopleImport, code: str | None) -> UUID | None:
    """The import of the same office with this code; None where the code is none of its own."""
    named = sa.select(PeopleImport.id).where(
        PeopleImport.code == code, PeopleImport.office_id == brought.office_id, PeopleImport.id != brought.id
    )
    return db.session.scalar(named) if code else None


def find_repeated_import(brought: PeopleImport) -> UUID | None:
    """The import with errors whose people all stand in this one too, which is no shorter: its whole file, corrected; or None."""
    import_id = sa.cast(ImportRow.matches[0]["import_id"].astext, sa.UUID)
    select = (
        sa.select(PeopleImport.id)
        .join(ImportRow, sa.and_(import_id == PeopleImport.id, ImportRow.outcome == RowOutcome.REPEATED))
        .where(ImportRow.import_id == brought.id, PeopleImport.error_count > 0, PeopleImport.row_count <= brought.row_count)
        .group_by(PeopleImport.id)
        .having(sa.func.count() >= PeopleImport.registered_count)
        .order_by(sa.func.count().desc(), PeopleImport.id.desc())
        .limit(1)
    )
    return db.session.scalar(select)


def list_corrections(actor: Actor, brought: PeopleImport) -> Sequence[PeopleImport]:
    """The imports by which errors of this one came in again, in their order; not those that were thrown away."""
    corrections = sa.select(PeopleImport).where(
        PeopleImport.corrects_id == brought.id, PeopleImport.status.not_in(GONE), policies.in_scope(actor)
    )
    return db.session.scalars(corrections.order_by(PeopleImport.uploaded_at)).all()


def is_another_entered(brought: PeopleImport) -> bool:
    """Whether another import of the same office is being entered at this moment."""
    entered = sa.and_(
        PeopleImport.office_id == brought.office_id, PeopleImport.status == ImportStatus.IMPORTING, PeopleImport.id != brought.id
    )
    return bool(db.session.scalar(sa.select(sa.exists().where(entered))))


def offices_to_choose(actor: Actor) -> Sequence[Office]:
    """The offices for which the actor may bring in people."""
    ids = actor.offices_for(Permission.IMPORT_PEOPLE)
    return db.session.scalars(sa.select(Office).where(Office.id.in_(ids)).order_by(Office.name)).all()


def _locked(select: sa.Select[PeopleImport]) -> sa.Select[PeopleImport]:
    """Against other changes, not against the rows that refer to it."""
    return select.with_for_update(of=PeopleImport, key_share=True).execution_options(populate_existing=True)
