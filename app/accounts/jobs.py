"""Jobs that this room asks for."""

from __future__ import annotations

MAIL_ALERT = "accounts.mail_alert"
"""Arguments: ``alert_id``."""
SEND_INVITATION = "accounts.send_invitation"
"""Arguments: ``invitation_id``. The link is made from it with the instance's key and never travels."""
