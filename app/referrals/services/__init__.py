"""The use cases of referrals: writing and sending them, the partner's answer, taking back, mails, and the clock."""

from app.referrals.services.agreement import cover_of, find_cover, record_agreement
from app.referrals.services.answering import PartnerAnswer, answer_by_partner, holder_of, open_by_partner
from app.referrals.services.closing import (
    act_on_changed_consent,
    complete_referral,
    note_person_told,
    revoke_referral,
    revoke_uncovered,
)
from app.referrals.services.delivery import Outcome, deliver
from app.referrals.services.drafting import ReferralContent, change_draft, draft_referral
from app.referrals.services.file import open_file, record_listing
from app.referrals.services.flagging import flag_unanswered
from app.referrals.services.letters import Letter
from app.referrals.services.links import LinkClosed, address_of, token_of
from app.referrals.services.mailing import begin_mail, settle_mail
from app.referrals.services.sending import draft_and_send, is_under_way, resend_mail, send_referral

__all__ = [
    "Letter",
    "LinkClosed",
    "Outcome",
    "PartnerAnswer",
    "ReferralContent",
    "act_on_changed_consent",
    "address_of",
    "answer_by_partner",
    "begin_mail",
    "change_draft",
    "complete_referral",
    "cover_of",
    "deliver",
    "draft_and_send",
    "draft_referral",
    "find_cover",
    "flag_unanswered",
    "holder_of",
    "is_under_way",
    "note_person_told",
    "open_by_partner",
    "open_file",
    "record_agreement",
    "record_listing",
    "resend_mail",
    "revoke_referral",
    "revoke_uncovered",
    "send_referral",
    "settle_mail",
    "token_of",
]
