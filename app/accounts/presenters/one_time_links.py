"""How far a one-time link is, for the administrator; and the words of its page, for whoever opens it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.accounts.enums import LinkPurpose
from app.foundation.clock import now
from app.web.filters import instant
from app.web.page_parts import SummaryRow

if TYPE_CHECKING:
    from app.accounts.models import Invitation, User

LONGEST_WAY = timedelta(hours=1)
"""By then the outbox has made its last try."""


def words_of_link(invitation: Invitation) -> dict[str, Any]:
    """Whose password the link sets, and whether it is their first."""
    user = invitation.user
    return {"name": user.name, "email": user.email, "is_new_account": invitation.purpose is LinkPurpose.NEW_ACCOUNT}


def link_facts(user: User, latest: Invitation | None, sender: str | None) -> list[SummaryRow]:
    """A row about the latest link while it is still to be used; none where the person needs none.

    Args:
        sender: the name of the administrator who sent it.
    """
    if latest is None or latest.used_at is not None:
        return []
    by = [_("by %(name)s", name=sender)] if sender else []
    if latest.purpose is LinkPurpose.NEW_ACCOUNT and user.password is None:
        return [SummaryRow(_("Invitation"), [_state_of_invitation(latest), *by, _mail_of_invitation(latest)])]
    if latest.purpose is not LinkPurpose.NEW_ACCOUNT and latest.revoked_at is None:
        return [SummaryRow(_("Link for a new password"), [_state_of_password_link(latest), *by, _mail_of_password_link(latest)])]
    return []


def _state_of_invitation(invitation: Invitation) -> str:
    return _open_until(invitation) or str(_("expired: invite the person again"))


def _state_of_password_link(invitation: Invitation) -> str:
    return _open_until(invitation) or str(_("expired: send another one if the person still needs it"))


def _open_until(invitation: Invitation) -> str | None:
    is_open = invitation.is_open(now())
    return str(_("open until %(moment)s", moment=instant(invitation.expires_at))) if is_open else None


def _mail_of_invitation(invitation: Invitation) -> str:
    if invitation.mailed_at is None and invitation.mail_attempted_at:
        return str(_("nobody knows whether the mail left: ask the person, or invite again and give the link by hand"))
    if invitation.mailed_at is None and _is_late(invitation):
        return str(_("the mail server does not take the mail: invite again and give the link by hand"))
    return _mailed_or_waiting(invitation)


def _mail_of_password_link(invitation: Invitation) -> str:
    if invitation.mailed_at is None and invitation.mail_attempted_at:
        return str(_("nobody knows whether the mail left: ask the person, or send another link"))
    if invitation.mailed_at is None and _is_late(invitation):
        return str(_("the mail server does not take the mail: check the e-mail, then send another link"))
    return _mailed_or_waiting(invitation)


def _mailed_or_waiting(invitation: Invitation) -> str:
    if invitation.mailed_at:
        return str(_("mailed %(moment)s", moment=instant(invitation.mailed_at)))
    return str(_("the mail is waiting to leave"))


def _is_late(invitation: Invitation) -> bool:
    return now() - invitation.created_at > LONGEST_WAY
