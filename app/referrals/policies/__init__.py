"""Pure rules of referrals: who may take which step, what may be shared, how long a partner has to answer."""

from app.referrals.policies.actions import (
    ANSWERS,
    can_carry_mail,
    can_note_answer,
    can_refer,
    can_resend,
    can_take,
    check_can_carry_mail,
    check_can_note_answer,
    check_can_refer,
    check_can_resend,
    check_can_take,
    is_mail_wanted,
)
from app.referrals.policies.sharing import check_fields, check_may_share, is_over, may_share, shows_person, use_of
from app.referrals.policies.windows import answer_due, usual_priority

__all__ = [
    "ANSWERS",
    "answer_due",
    "can_carry_mail",
    "can_note_answer",
    "can_refer",
    "can_resend",
    "can_take",
    "check_can_carry_mail",
    "check_can_note_answer",
    "check_can_refer",
    "check_can_resend",
    "check_can_take",
    "check_fields",
    "check_may_share",
    "is_mail_wanted",
    "is_over",
    "may_share",
    "shows_person",
    "use_of",
    "usual_priority",
]
