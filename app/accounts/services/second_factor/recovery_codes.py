"""Printed codes, for the day when the phone is lost: ten figures-only codes, each of which opens once."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from flask_security import hash_password, verify_password

from app.accounts.models import RecoveryCode, User
from app.accounts.queries import second_factor as queries
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db

CODES = 10
FIGURES = 12
"""The first is the code's place in the set; the other eleven are random (36 bits, behind a growing delay)."""


def make_codes(actor: Actor, user: User, *, how_many: int = CODES) -> list[str]:
    """A new set in place of the old one, which stops working; gives the codes, which are kept nowhere else."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [f"{place}{secrets.randbelow(10 ** (FIGURES - 1)):0{FIGURES - 1}}" for place in range(how_many)]
    db.session.add_all(
        RecoveryCode(user_id=user.id, place=place, code_hash=hash_password(code)) for place, code in enumerate(codes)
    )
    record(actor, "user:recovery_codes_made", subject_type="user", subject_id=user.id, office_id=user.office_id, count=how_many)
    return codes


def keep_codes(actor: Actor, user: User) -> None:
    """The person says that they have the codes on paper: they are not shown again."""
    unkept = sa.and_(RecoveryCode.user_id == user.id, RecoveryCode.kept_at.is_(None))
    db.session.execute(sa.update(RecoveryCode).where(unkept).values(kept_at=now()))
    record(actor, "user:recovery_codes_kept", subject_type="user", subject_id=user.id, office_id=user.office_id)


def use_code(actor: Actor, user: User, code: str) -> bool:
    """Whether the code is right and was not used before; it is then used up."""
    row = queries.find_open_code(user.id, int(code[0]))
    if row is None or not verify_password(code, row.code_hash):
        return False
    row.used_at = now()
    record(actor, "user:recovery_code_used", subject_type="user", subject_id=user.id, office_id=user.office_id)
    return True
