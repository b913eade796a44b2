"""The use cases of accounts: inviting, accepting, correcting, passwords, roles, offices, and one's own settings."""

from app.accounts.services.details import UserContent, edit_user
from app.accounts.services.emergencies import EMERGENCY, note_opening
from app.accounts.services.grants import end_grant, give_grant
from app.accounts.services.held_forms import discard_held_form, hold_form
from app.accounts.services.invitations import (
    NewUser,
    accept_invitation,
    invite_first_administrator,
    invite_user,
    open_invitation,
    renew_invitation,
)
from app.accounts.services.mails import (
    CERTAINLY_NOT_TAKEN,
    InvitationMail,
    begin_invitation_mail,
    deliver_invitation_mail,
    settle_invitation_mail,
    take_back_attempt,
)
from app.accounts.services.need_to_know import let_know, stop_knowing
from app.accounts.services.offices import OfficeContent, edit_office, open_office
from app.accounts.services.passwords import change_password, send_password_link, set_password
from app.accounts.services.reading import list_accounts_for, read_audit
from app.accounts.services.sessions import (
    end_other_sessions,
    end_own_session,
    end_sessions_of,
    forget_old_sessions,
    sign_out_everywhere,
)
from app.accounts.services.users import choose_language, disable_user, enable_user

__all__ = [
    "CERTAINLY_NOT_TAKEN",
    "EMERGENCY",
    "InvitationMail",
    "NewUser",
    "OfficeContent",
    "UserContent",
    "accept_invitation",
    "begin_invitation_mail",
    "change_password",
    "choose_language",
    "deliver_invitation_mail",
    "disable_user",
    "discard_held_form",
    "edit_office",
    "edit_user",
    "enable_user",
    "end_grant",
    "end_other_sessions",
    "end_own_session",
    "end_sessions_of",
    "forget_old_sessions",
    "give_grant",
    "hold_form",
    "invite_first_administrator",
    "invite_user",
    "let_know",
    "list_accounts_for",
    "note_opening",
    "open_invitation",
    "open_office",
    "read_audit",
    "renew_invitation",
    "send_password_link",
    "set_password",
    "settle_invitation_mail",
    "sign_out_everywhere",
    "stop_knowing",
    "take_back_attempt",
]
