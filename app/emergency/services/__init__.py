"""The use cases of emergency access. Each checks, changes, records; none commits."""

from app.emergency.services.opening import break_glass, close_access, close_access_to, leads_somewhere, record_refused_try
from app.emergency.services.reviewing import Review, mark_seen, open_list, open_use, review
from app.emergency.services.telling import (
    OwnerMail,
    begin_mail,
    deliver_mail,
    settle_mail,
    take_back_attempt,
    tell_owners,
)

__all__ = [
    "OwnerMail",
    "Review",
    "begin_mail",
    "break_glass",
    "close_access",
    "close_access_to",
    "deliver_mail",
    "leads_somewhere",
    "mark_seen",
    "open_list",
    "open_use",
    "record_refused_try",
    "review",
    "settle_mail",
    "take_back_attempt",
    "tell_owners",
]
