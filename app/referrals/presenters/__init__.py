"""What the pages of referrals show, in words."""

from app.referrals.presenters.lists import CaseReferralsPage, ListPage, case_referrals_page, list_page
from app.referrals.presenters.partner import PartnerPage, language_links, partner_page
from app.referrals.presenters.refer import Preview, ReferPage, consent_part, draft_fields, preview, refer_page
from app.referrals.presenters.referral import ReferralPage, RevokePage, referral_page, revoke_page, told_of_revoking
from app.referrals.presenters.shared import shared_rows, shared_values
from app.referrals.presenters.states import is_worth_telling, timeline_entry
from app.referrals.presenters.words import status_tag

__all__ = [
    "CaseReferralsPage",
    "ListPage",
    "PartnerPage",
    "Preview",
    "ReferPage",
    "ReferralPage",
    "RevokePage",
    "case_referrals_page",
    "consent_part",
    "draft_fields",
    "is_worth_telling",
    "language_links",
    "list_page",
    "partner_page",
    "preview",
    "refer_page",
    "referral_page",
    "revoke_page",
    "shared_rows",
    "shared_values",
    "status_tag",
    "timeline_entry",
    "told_of_revoking",
]
