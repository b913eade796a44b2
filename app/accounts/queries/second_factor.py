"""Reading what users prove themselves with. Each asks for one user's own; nothing here lists those of others."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import ConductAcceptance, Passkey, RecoveryCode, TotpKey, User
from app.accounts.policies.sign_in_steps import Standing
from app.foundation.database import db


def standing_of(user_id: UUID) -> Standing:
    """What the user has set up, in one statement."""
    has_app = sa.exists().where(TotpKey.user_id == user_id)
    has_codes = sa.exists().where(RecoveryCode.user_id == user_id, RecoveryCode.kept_at.is_not(None))
    passkeys = sa.select(sa.func.count()).select_from(Passkey).where(Passkey.user_id == user_id).scalar_subquery()
    version = (
        sa.select(sa.func.coalesce(sa.func.max(ConductAcceptance.version), 0))
        .where(ConductAcceptance.user_id == user_id)
        .scalar_subquery()
    )
    row = db.session.execute(sa.select(has_app, passkeys, has_codes, version)).one()
    return Standing(has_app=row[0], passkeys=row[1], has_kept_codes=row[2], conduct_version=row[3])


def find_user_by_mark(mark: str) -> User | None:
    """The active user whose sessions carry this mark (``fs_uniquifier``)."""
    return db.session.scalar(sa.select(User).where(User.fs_uniquifier == mark, User.active))


def find_app_key(user_id: UUID, *, for_update: bool = False) -> TotpKey | None:
    select = sa.select(TotpKey).where(TotpKey.user_id == user_id)
    return db.session.scalar(select.with_for_update().execution_options(populate_existing=True) if for_update else select)


def list_passkeys(user_id: UUID) -> Sequence[Passkey]:
    return db.session.scalars(sa.select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.created_at)).all()


def find_passkey(user_id: UUID, passkey_id: UUID) -> Passkey | None:
    return db.session.scalar(sa.select(Passkey).where(Passkey.user_id == user_id, Passkey.id == passkey_id))


def find_passkey_by_credential(credential_id: bytes) -> Passkey | None:
    """The passkey that a device names, locked, whoever it belongs to."""
    select = sa.select(Passkey).where(Passkey.credential_id == credential_id)
    return db.session.scalar(select.with_for_update().execution_options(populate_existing=True))


def count_open_codes(user_id: UUID) -> int:
    """How many printed codes still open."""
    open_codes = sa.select(sa.func.count()).where(
        RecoveryCode.user_id == user_id, RecoveryCode.kept_at.is_not(None), RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(open_codes) or 0


def find_open_code(user_id: UUID, place: int) -> RecoveryCode | None:
    """The unused printed code at this place, locked."""
    select = sa.select(RecoveryCode).where(
        RecoveryCode.user_id == user_id, RecoveryCode.place == place, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(select.with_for_update().execution_options(populate_existing=True))


def acceptance_of(user_id: UUID, version: int) -> ConductAcceptance | None:
    select = sa.select(ConductAcceptance).where(ConductAcceptance.user_id == user_id, ConductAcceptance.version == version)
    return db.session.scalar(select)
