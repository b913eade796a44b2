"""What the pages and the files of reports say."""

from app.reporting.presenters.document import ReportDocument, Section, SheetTable
from app.reporting.presenters.lists import period_choices, reports_page, scope_choices
from app.reporting.presenters.making import MakingPage, making_page
from app.reporting.presenters.pdf import write_pdf
from app.reporting.presenters.reading import ReportPage, report_page
from app.reporting.presenters.whole import document_of
from app.reporting.presenters.xlsx import write_xlsx

__all__ = [
    "MakingPage",
    "ReportDocument",
    "ReportPage",
    "Section",
    "SheetTable",
    "document_of",
    "making_page",
    "period_choices",
    "report_page",
    "reports_page",
    "scope_choices",
    "write_pdf",
    "write_xlsx",
]
