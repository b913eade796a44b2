"""Jobs that this room asks for."""

from __future__ import annotations

SEND_INVITATION = "accounts.send_invitation"
"""Arguments: ``invitation_id``. The link is made from it with the instance's key and never travels."""

FORGET_OLD_TRIES = "accounts.forget_old_tries"
"""No arguments."""
