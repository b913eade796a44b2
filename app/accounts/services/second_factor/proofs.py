"""One field for both kinds of code: six figures from an app, twelve from paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.accounts.second_factor import authenticator_app
from app.accounts.services.second_factor import recovery_codes
from app.accounts.services.second_factor.apps import prove_by_app
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput


def check_code(actor: Actor, user: User, typed: str) -> None:
    """Use up a right code.

    Raises:
        RefusedInput: it is wrong, or was used before; at the field ``one_time_code``.
    """
    code = "".join(figure for figure in typed if figure.isascii() and figure.isdigit())
    if len(code) == authenticator_app.FIGURES and prove_by_app(user, code):
        return
    if len(code) == recovery_codes.FIGURES and recovery_codes.use_code(actor, user, code):
        return
    raise RefusedInput(
        _l("This code is not right, or it was used already. Wait until the app shows the next one, and write that one."),
        field="one_time_code",
    )


def record_refused_code(actor: Actor, user: User) -> None:
    """Write down that a code was refused: somebody knows the password."""
    record(actor, "user:code_refused", subject_type="user", subject_id=user.id, office_id=user.office_id)
