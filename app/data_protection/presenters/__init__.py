"""Each sentence of this room's pages and files."""

from app.data_protection.presenters.erasures import DecisionPage, ErasurePage, decision_page, erasure_page, requests_table
from app.data_protection.presenters.held import HeldPage, held_document, held_page, short_document
from app.data_protection.presenters.pdf import write_pdf
from app.data_protection.presenters.retention import RetentionPage, period_frame, retention_page

__all__ = [
    "DecisionPage",
    "ErasurePage",
    "HeldPage",
    "RetentionPage",
    "decision_page",
    "erasure_page",
    "held_document",
    "held_page",
    "period_frame",
    "requests_table",
    "retention_page",
    "short_document",
    "write_pdf",
]
