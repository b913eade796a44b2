"""The words for the vocabularies of referrals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.referrals.enums import DeclineReason, MailKind, MailState, Priority, ReferralStatus, SharedField, Shown

PRIORITY_LABELS = {
    Priority.EMERGENCY: _l("Emergency"),
    Priority.URGENT: _l("Urgent"),
    Priority.NORMAL: _l("Normal"),
}

WINDOW_LABELS = {
    Priority.EMERGENCY: _l("24 hours to answer, nights and holidays included"),
    Priority.URGENT: _l("72 hours to answer, nights and holidays included"),
    Priority.NORMAL: _l("14 days to answer; the last one is a working day"),
}

STATUS_LABELS = {
    ReferralStatus.DRAFT: _l("Draft"),
    ReferralStatus.SENT: _l("Sent"),
    ReferralStatus.VIEWED: _l("Seen"),
    ReferralStatus.ACCEPTED: _l("Accepted"),
    ReferralStatus.DECLINED: _l("Declined"),
    ReferralStatus.COMPLETED: _l("Done"),
    ReferralStatus.REVOKED: _l("Revoked"),
    ReferralStatus.EXPIRED: _l("Unanswered"),
}

DECLINE_REASON_LABELS = {
    DeclineReason.NO_CAPACITY: _l("We have no room"),
    DeclineReason.NOT_ELIGIBLE: _l("The person does not meet the conditions"),
    DeclineReason.OUT_OF_AREA: _l("It is outside our area"),
    DeclineReason.WRONG_CONTACT: _l("We are not the right contact"),
    DeclineReason.MISSING_DOCUMENTS: _l("Documents are missing"),
    DeclineReason.UNSAFE: _l("It would not be safe for the person"),
    DeclineReason.DUPLICATE: _l("We are attending the person already"),
    DeclineReason.OTHER: _l("Another reason"),
}

SHARED_FIELD_LABELS = {
    SharedField.GIVEN_NAMES: _l("Given names"),
    SharedField.SURNAMES: _l("Surnames"),
    SharedField.AGE: _l("Age"),
    SharedField.NATIONALITY: _l("Nationality"),
    SharedField.CONTACT: _l("Phone and safe contact"),
}

MAIL_STATE_LABELS = {
    MailState.WAITING: _l("About to leave"),
    MailState.ATTEMPTED: _l("Leaving now"),
    MailState.DELIVERED: _l("Left without trouble"),
    MailState.FAILED: _l("Not delivered"),
    MailState.CANCELLED: _l("Not sent: the referral was closed before"),
}

MAIL_KIND_LABELS = {
    MailKind.REQUEST: _l("Asks for help"),
    MailKind.ENDED: _l("Says that it has ended"),
}

SHOWN_LABELS = {
    Shown.WAITING: _l("Waiting for an answer"),
    Shown.UNANSWERED: _l("Unanswered"),
    Shown.ANSWERED: _l("With an answer"),
    Shown.DRAFTS: _l("Drafts"),
    Shown.REVOKED: _l("Taken back"),
}
