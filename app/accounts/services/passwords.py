"""Setting passwords by the path that signing in will take: normalised first, then hashed."""

from __future__ import annotations

from uuid import uuid4

from flask_babel import lazy_gettext as _l
from flask_security import hash_password

from app.accounts import policies, queries
from app.accounts.models import User
from app.audit.services import record
from app.extensions import security
from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput


def set_password(user: User, typed: str) -> None:
    """Give the user a new password and end all their sessions.

    Raises:
        RefusedInput: it is too short, too long or easy to guess; at the field ``password``.
    """
    password = normalised(typed)
    office = [user.office.name, user.office.code] if user.office else []
    policies.check_password(password, about_the_user=[user.name, user.email, *office])
    user.password = hash_password(password)
    user.fs_uniquifier = uuid4().hex


def change_password(actor: Actor, *, current: str, wanted: str) -> User:
    """Change the actor's own password. All their sessions end; the caller renews the present one.

    Raises:
        RefusedInput: the current password is wrong (field ``current_password``), or the new one is not safe enough.
    """
    user = queries.get_own_account(actor)
    if not user.password or not user.verify_and_update_password(normalised(current)):
        raise RefusedInput(_l("This is not your present password. Check it and try again."), field="current_password")
    set_password(user, wanted)
    record(actor, "user:password_changed", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["password"])
    return user


def normalised(typed: str) -> str:
    """As Flask-Security compares it: letters with accents can be typed in two ways that must mean the same."""
    return str(security.password_util.normalize(typed))
