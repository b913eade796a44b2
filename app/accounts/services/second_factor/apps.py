"""The authenticator app: connecting one, and its codes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.models import TotpKey, User
from app.accounts.queries import second_factor as queries
from app.accounts.second_factor import authenticator_app
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import open_contents, seal_contents
from app.foundation.errors import RefusedInput

PURPOSE = "totp"
"""What the key is sealed as, bound to its user."""
NEVER = -1


def connect_app(actor: Actor, user: User, *, key: bytes, code: str) -> None:
    """Take the key that the app was given once a code proves that it has it; an app connected before stops working.

    Raises:
        RefusedInput: the code is not of this key and this minute; at the field ``one_time_code``.
    """
    counter = authenticator_app.counter_of_code(key, code, at=now(), after=NEVER)
    if counter is None:
        raise RefusedInput(
            _l("This is not the code that the app shows now. Check that the phone's clock is right, and write the next code."),
            field="one_time_code",
        )
    row = queries.find_app_key(user.id, for_update=True) or TotpKey(user_id=user.id)
    row.sealed_key = seal_contents(PURPOSE, key, row_id=user.id)
    row.last_counter, row.created_at, row.last_used_at = counter, now(), now()
    db.session.add(row)
    record(actor, "user:second_factor_set", subject_type="user", subject_id=user.id, office_id=user.office_id)


def prove_by_app(user: User, code: str) -> bool:
    """Whether the code is right; it is then used up, together with all earlier ones."""
    row = queries.find_app_key(user.id, for_update=True)
    if row is None:
        return False
    key = open_contents(PURPOSE, row.sealed_key, row_id=user.id)
    counter = authenticator_app.counter_of_code(key, code, at=now(), after=row.last_counter)
    if counter is None:
        return False
    row.last_counter, row.last_used_at = counter, now()
    return True
