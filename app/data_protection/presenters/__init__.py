"""Each sentence of this room's pages and files."""

from app.data_protection.presenters.erasures import DecisionPage, ErasurePage, decision_page, erasure_page, requests_table
from app.data_protection.presenters.held import HeldPage, held_document, held_page
from app.data_protection.presenters.pdf import write_pdf

__all__ = [
    "DecisionPage",
    "ErasurePage",
    "HeldPage",
    "decision_page",
    "erasure_page",
    "held_document",
    "held_page",
    "requests_table",
    "write_pdf",
]
