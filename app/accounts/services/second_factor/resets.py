"""Somebody lost all their second factors: an administrator takes them away, and the person sets up anew by a mailed link."""

from __future__ import annotations

from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.enums import EndOfSession, LinkPurpose
from app.accounts.models import Invitation, Passkey, RecoveryCode, TotpKey
from app.accounts.services.managed_accounts import account_to_change
from app.accounts.services.one_time_links import mail_link
from app.accounts.services.sessions import end_sessions_of
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import WrongState


def reset_second_factor(actor: Actor, user_id: UUID) -> Invitation:
    """Take away app, passkeys and printed codes, end all sessions, and mail a link that sets password and second factor anew.

    The old password goes too: else whoever knows it could set up a second factor of their own before the person does.

    Raises:
        NotFound: the account lies outside the actor's reach.
        NotAllowed: it is the actor's own, or works beyond their reach.
        WrongState: the account is disabled, or the person never set a password.
    """
    user = account_to_change(actor, user_id)
    if not user.active:
        raise WrongState(_l("The account is disabled. Enable it first, then reset its second step."))
    if user.password is None:
        raise WrongState(_l("This person has nothing set up. Invite them again instead."))
    for table in (TotpKey, Passkey, RecoveryCode):
        db.session.execute(sa.delete(table).where(table.user_id == user.id))
    user.password = None
    user.fs_uniquifier = uuid4().hex
    end_sessions_of(user.id, EndOfSession.CLOSED_BY_ADMINISTRATOR)
    fields = ["password", "second_factor"]
    record(actor, "user:second_factor_reset", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=fields)
    return mail_link(actor, user, LinkPurpose.NEW_SECOND_FACTOR)
