"""What this room does: telling a person what is held, and erasing it."""

from app.data_protection.services.erasing import (
    carry_out_erasure,
    list_requests_for,
    open_request,
    request_erasure,
    settle_request,
    what_hinders,
)
from app.data_protection.services.keeping import lift_hold, set_hold, set_period
from app.data_protection.services.scheduling import MOST_IN_A_RUN, Outlook, erase_next, plan_erasures, read_outlook
from app.data_protection.services.telling import Held, export_held, read_held

__all__ = [
    "MOST_IN_A_RUN",
    "Held",
    "Outlook",
    "carry_out_erasure",
    "erase_next",
    "export_held",
    "lift_hold",
    "list_requests_for",
    "open_request",
    "plan_erasures",
    "read_held",
    "read_outlook",
    "request_erasure",
    "set_hold",
    "set_period",
    "settle_request",
    "what_hinders",
]
