"""Jobs that this room asks for."""

from __future__ import annotations

MAIL_ALERT = "accounts.mail_alert"
"""Arguments: ``alert_id``."""
SEND_INVITATION = "accounts.send_invitation"
"""Arguments: ``invitation_id``. The link is made from it with the instance's key and never travels."""

FORGET_OLD_TRIES = "accounts.forget_old_tries"
"""No arguments."""

FORGET_OLD_SESSIONS = "accounts.forget_old_sessions"
"""No arguments: finds by itself what ended long ago."""
