"""What this room does: telling a person what is held, and erasing it."""

from app.data_protection.services.erasing import (
    carry_out_erasure,
    list_requests_for,
    open_request,
    request_erasure,
    settle_request,
)
from app.data_protection.services.telling import Held, export_held, read_held

__all__ = [
    "Held",
    "carry_out_erasure",
    "export_held",
    "list_requests_for",
    "open_request",
    "read_held",
    "request_erasure",
    "settle_request",
]
