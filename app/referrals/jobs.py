"""Names of the jobs that this room asks for, and of the hands by which the system acts here."""

from __future__ import annotations

SEND_MAIL = "referrals.send"
"""Carries one mail to a focal point; argument ``mail_id``."""
FLAG_UNANSWERED = "referrals.flag_unanswered"
"""Marks referrals whose window passed without an answer; no arguments."""
WITHDRAWN_CONSENT = "referrals.withdrawn_consent"
"""Not a job: the system's name when a withdrawn consent revokes a referral, whoever's office it is."""
