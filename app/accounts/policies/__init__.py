"""The rules of accounts: who may manage whom, and which passwords are safe enough."""

from app.accounts.policies.alerts import can_review, check_can_review
from app.accounts.policies.management import (
    check_can_end_grant,
    check_can_give_grant,
    check_can_manage,
    check_can_open_office,
    why_not_manage,
)
from app.accounts.policies.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, check_password

__all__ = [
    "LONGEST_PASSWORD",
    "SHORTEST_PASSWORD",
    "can_review",
    "check_can_end_grant",
    "check_can_give_grant",
    "check_can_manage",
    "check_can_open_office",
    "check_can_review",
    "check_password",
    "why_not_manage",
]
