"""The rules of accounts: who may manage whom, and which passwords are safe enough."""

from app.accounts.policies.alerts import can_review, check_can_review
from app.accounts.policies.covers import check_can_cover, check_is_not_covered
from app.accounts.policies.management import (
    check_can_end_grant,
    check_can_give_grant,
    check_can_manage,
    check_can_open_office,
    why_not_manage,
)
from app.accounts.policies.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, check_password
from app.accounts.policies.separation import check_goes_with, check_is_second_person, why_not_together
from app.accounts.policies.terms import (
    LONGEST_COVER,
    NOTICE_BEFORE,
    RENEWABLE_BEFORE,
    UNUSED_AFTER,
    check_days_of_cover,
    check_term,
    last_day_of_term,
)

__all__ = [
    "LONGEST_COVER",
    "LONGEST_PASSWORD",
    "NOTICE_BEFORE",
    "RENEWABLE_BEFORE",
    "SHORTEST_PASSWORD",
    "UNUSED_AFTER",
    "can_review",
    "check_can_cover",
    "check_can_end_grant",
    "check_can_give_grant",
    "check_can_manage",
    "check_can_open_office",
    "check_can_review",
    "check_days_of_cover",
    "check_goes_with",
    "check_is_not_covered",
    "check_is_second_person",
    "check_password",
    "check_term",
    "last_day_of_term",
    "why_not_manage",
    "why_not_together",
]
