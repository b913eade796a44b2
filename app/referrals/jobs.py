"""Names of the jobs that this room asks for, and of the hands by which the system acts here."""

from __future__ import annotations

SEND_MAIL = "referrals.send"
"""Carries one mail to a focal point; argument ``mail_id``."""
FLAG_UNANSWERED = "referrals.flag_unanswered"
"""Marks referrals whose window passed without an answer; no arguments."""
WITHDRAWN_CONSENT = "referrals.withdrawn_consent"
"""Closes partners' access to a person who withdrew the consent, whoever's office it is; argument ``person_id``."""
