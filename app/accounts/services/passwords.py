"""Setting passwords by the path that signing in will take: normalised first, then hashed; and replacing lost ones."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from flask_security import hash_password

from app.accounts import policies, queries
from app.accounts.enums import EndOfSession, LinkPurpose
from app.accounts.models import Invitation, User
from app.accounts.services.managed_accounts import account_to_change
from app.accounts.services.one_time_links import mail_link, revoke_links
from app.accounts.services.sessions import end_sessions_of
from app.audit.services import record
from app.extensions import security
from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput, WrongState


def set_password(user: User, typed: str, *, kept_session: UUID | None = None) -> None:
    """Give the user a new password and end all their sessions but ``kept_session``.

    Raises:
        RefusedInput: it is too short, too long or easy to guess; at the field ``password``.
    """
    password = normalised(typed)
    office = [user.office.name, user.office.code] if user.office else []
    policies.check_password(password, about_the_user=[user.name, user.email, *office])
    user.password = hash_password(password)
    user.fs_uniquifier = uuid4().hex
    end_sessions_of(user.id, EndOfSession.PASSWORD_CHANGED, but=kept_session)


def change_password(actor: Actor, *, current: str, wanted: str, kept_session: UUID | None = None) -> User:
    """Change the actor's own password. All their sessions end but ``kept_session``, which the caller gives its new mark.

    Raises:
        RefusedInput: the current password is wrong (field ``current_password``), or the new one is not safe enough.
    """
    user = queries.get_own_account(actor)
    if not user.password or not user.verify_and_update_password(normalised(current)):
        raise RefusedInput(_l("This is not your present password. Check it and try again."), field="current_password")
    set_password(user, wanted, kept_session=kept_session)
    revoke_links(user.id)
    record(actor, "user:password_changed", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["password"])
    return user


def send_password_link(actor: Actor, user_id: UUID) -> Invitation:
    """Mail somebody who lost their password a link for a new one. The old one works until the link is used.

    Only the mail has the link: whoever gives out accounts does not come into the files of others.

    Raises:
        NotFound: the account lies outside the actor's reach.
        NotAllowed: it is the actor's own, or works beyond their reach.
        WrongState: the account is disabled, or the person never set a password.
    """
    user = account_to_change(actor, user_id)
    if not user.active:
        raise WrongState(_l("The account is disabled. Enable it first, then send the link."))
    if user.password is None:
        raise WrongState(_l("This person never set a password. Invite them again instead."))
    record(actor, "user:password_link_sent", subject_type="user", subject_id=user.id, office_id=user.office_id)
    return mail_link(actor, user, LinkPurpose.NEW_PASSWORD)


def normalised(typed: str) -> str:
    """As Flask-Security compares it: letters with accents can be typed in two ways that must mean the same."""
    return str(security.password_util.normalize(typed))
