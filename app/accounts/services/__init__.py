"""The use cases of accounts: inviting, accepting, correcting, passwords, roles, offices, and one's own settings."""

from app.accounts.services import second_factor, tries
from app.accounts.services.alerts import (
    AlertMail,
    begin_alert_mail,
    deliver_alert_mail,
    list_alerts_for,
    open_alert,
    raise_alerts,
    review_alert,
    settle_alert_mail,
    take_back_alert_mail,
)
from app.accounts.services.covers import NewCover, begin_cover, end_cover
from app.accounts.services.details import UserContent, edit_user
from app.accounts.services.drafts import discard_draft, keep_draft
from app.accounts.services.emergencies import EMERGENCY, note_opening
from app.accounts.services.grants import ask_to_end_grant, end_grant, give_grant, renew_grant
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
from app.accounts.services.reading import (
    AccessLog,
    AccessReview,
    WhoSees,
    list_accounts_for,
    open_account,
    read_access_log,
    read_audit,
    read_who_sees,
    review_access,
    review_all_access,
)
from app.accounts.services.sessions import (
    end_other_sessions,
    end_own_session,
    end_sessions_of,
    forget_old_sessions,
    sign_out_everywhere,
)
from app.accounts.services.teams import TeamContent, edit_team, make_team
from app.accounts.services.users import choose_language, disable_user, enable_user

__all__ = [
    "CERTAINLY_NOT_TAKEN",
    "EMERGENCY",
    "AccessLog",
    "AccessReview",
    "AlertMail",
    "InvitationMail",
    "NewCover",
    "NewUser",
    "OfficeContent",
    "TeamContent",
    "UserContent",
    "WhoSees",
    "accept_invitation",
    "ask_to_end_grant",
    "begin_alert_mail",
    "begin_cover",
    "begin_invitation_mail",
    "change_password",
    "choose_language",
    "deliver_alert_mail",
    "deliver_invitation_mail",
    "disable_user",
    "discard_draft",
    "discard_held_form",
    "edit_office",
    "edit_team",
    "edit_user",
    "enable_user",
    "end_cover",
    "end_grant",
    "end_other_sessions",
    "end_own_session",
    "end_sessions_of",
    "forget_old_sessions",
    "give_grant",
    "hold_form",
    "invite_first_administrator",
    "invite_user",
    "keep_draft",
    "let_know",
    "list_accounts_for",
    "list_alerts_for",
    "make_team",
    "note_opening",
    "open_account",
    "open_alert",
    "open_invitation",
    "open_office",
    "raise_alerts",
    "read_access_log",
    "read_audit",
    "read_who_sees",
    "renew_grant",
    "renew_invitation",
    "review_access",
    "review_alert",
    "review_all_access",
    "second_factor",
    "send_password_link",
    "set_password",
    "settle_alert_mail",
    "settle_invitation_mail",
    "sign_out_everywhere",
    "stop_knowing",
    "take_back_alert_mail",
    "take_back_attempt",
    "tries",
]
