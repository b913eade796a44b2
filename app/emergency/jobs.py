"""Jobs that this room asks for."""

from __future__ import annotations

TELL_OWNERS = "emergency.tell_owners"
"""Arguments: ``use_id``. Makes one notice for each owner of the file."""
MAIL_OWNER = "emergency.mail_owner"
"""Arguments: ``notice_id``. One mail without personal data."""
