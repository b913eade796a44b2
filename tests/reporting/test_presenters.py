"""The same figures in every form: page, PDF and spreadsheet are read back and compared, cell by cell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser
from typing import Any, cast

import openpyxl
import pypdf
import pytest
from flask_babel import force_locale

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.enums import CaseKind, CaseStatus, ClosureReason, Modality, Unit
from app.people.enums import Sex
from app.reporting import presenters
from app.reporting.presenters.pdf import cell_text
from app.reporting.presenters.xlsx import safe_text
from app.reporting.schemas import Figures, digest_of
from tests.conftest import SignIn
from tests.factories.reporting import case_of, deliver, person_at, serve
from tests.reporting.conftest import Count, MakeReport

LANGUAGES = ("es", "en", "pt")


@pytest.fixture
def operation(office: Office) -> None:
    """Some work of every kind."""
    for number, sex in enumerate([*Sex] * 3):
        serve(office, ("H-ALI", "D-REN", "E-ORI", "H-TRT", "D-ORI")[number % 5], sex=sex, birth_year=1950 + 5 * number)
    case = case_of(person_at(office), kind=CaseKind.DOCUMENTATION)
    deliver(case, "D-APO", unit=Unit.DOCUMENT, quantity=1234)
    deliver(case_of(person_at(office)), "H-KIT", unit=Unit.KIT, quantity=3, modality=Modality.IN_KIND)
    closed = {"status": CaseStatus.CLOSED, "closed_on": date(2026, 9, 1), "closure_reason": ClosureReason.GOAL_MET}
    case_of(person_at(office), **closed)


class TableReader(HTMLParser):
    """Reads the tables of a page: caption -> rows of cell texts, heads left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[str, list[list[str]]]] = []
        self._into: str | None = None
        self._is_hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        classes = attributes.get("class") or ""
        if tag == "caption":
            self.tables.append(("", []))
            self._into = "caption"
        elif tag == "tr":
            self.tables[-1][1].append([])
        elif tag in {"th", "td"} and attributes.get("scope") != "col":
            self.tables[-1][1][-1].append("")
            self._into = "cell"
        if tag == "span":
            self._is_hidden = "govuk-visually-hidden" in classes

    def handle_endtag(self, tag: str) -> None:
        if tag in {"caption", "th", "td"}:
            self._into = None
        if tag == "span":
            self._is_hidden = False

    def handle_data(self, data: str) -> None:
        if self._into == "caption":
            self.tables[-1] = (self.tables[-1][0] + data.strip(), self.tables[-1][1])
        elif self._into == "cell" and not self._is_hidden:
            self.tables[-1][1][-1][-1] += data.strip()


def tables_of_page(html: str) -> list[tuple[str, list[list[str]]]]:
    reader = TableReader()
    reader.feed(html)
    return [(caption, [row for row in rows if row]) for caption, rows in reader.tables]


def lines(table: Any) -> list[Sequence[Any]]:
    return [*table.rows, *([table.total] if table.total else [])]


@pytest.mark.usefixtures("operation")
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_pdf_and_spreadsheet_show_the_same_figures(sign_in: SignIn, make_report: MakeReport, language: str) -> None:
    report = make_report()
    figures = cast("Figures", report.figures)
    with force_locale(language):
        document = presenters.document_of(figures)
        expected = [
            (sheet.table.caption, [[cell_text(cell) for cell in row] for row in lines(sheet.table)]) for sheet in document.tables
        ]
    page = sign_in(Role.SUPERVISOR, locale=language).get(f"/reports/{report.id}").get_data(as_text=True)

    assert [table for table in tables_of_page(page) if table in expected] == expected
    assert_pdf_has(presenters.write_pdf(figures, language), expected)
    assert_workbook_has(presenters.write_xlsx(figures, language), document)


def assert_pdf_has(pdf: bytes, expected: list[tuple[str, list[list[str]]]]) -> None:
    """Every line of every table stands in the PDF's text: its cells after the first, in their order."""
    text = " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    at = 0
    for caption, rows in expected:
        for row in rows:
            words = " ".join(" ".join(row[1:]).split())
            at = text.find(words, at)
            assert at >= 0, f"{caption}: {row} is missing"


def assert_workbook_has(content: bytes, document: presenters.ReportDocument) -> None:
    """Every line stands on its sheet, numbers as numbers, and no cell holds a formula."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    rows = {name: [list(row) for row in workbook[name].iter_rows(values_only=True)] for name in workbook.sheetnames}
    for sheet in document.tables:
        for line in lines(sheet.table):
            wanted = [*([sheet.group] if sheet.group else []), *line]
            assert [cell for cell in wanted if cell not in {None, ""}] in [
                [cell for cell in row if cell is not None] for row in rows[sheet.sheet]
            ]
    assert all(cell.data_type != "f" for name in workbook.sheetnames for row in workbook[name].iter_rows() for cell in row)


@pytest.mark.usefixtures("operation")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_figures_at_the_top_are_in_every_form(count: Count, language: str) -> None:
    figures = count()
    pdf = pypdf.PdfReader(io.BytesIO(presenters.write_pdf(figures, language))).pages[0].extract_text()
    workbook = openpyxl.load_workbook(io.BytesIO(presenters.write_xlsx(figures, language)))
    cover = dict(workbook.worksheets[0].iter_rows(min_row=5, max_row=8, max_col=2, values_only=True))
    with force_locale(language):
        document = presenters.document_of(figures)

    assert [figure.count for figure in document.figures][:2] == [figures["people"]["total"], figures["deliveries"]]
    for figure in document.figures:
        assert cover[figure.label] == figure.count
        assert str(figure.count) in pdf


@pytest.mark.usefixtures("operation")
def test_the_same_figures_give_the_same_bytes(count: Count) -> None:
    figures = count()

    for write in (presenters.write_pdf, presenters.write_xlsx):
        assert write(figures, "es") == write(figures, "es")
    assert digest_of(figures) == digest_of(dict(reversed(list(figures.items()))))


@pytest.mark.usefixtures("operation")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_titled_stamped_on_every_page_and_numbered(count: Count, language: str) -> None:
    figures = count()
    reader = pypdf.PdfReader(io.BytesIO(presenters.write_pdf(figures, language)))
    with force_locale(language):
        document = presenters.document_of(figures)

    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert reader.metadata is not None
    assert reader.metadata.title == f"{document.title} {figures['code']}"
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert all(document.stamp in page for page in pages)
    assert all(f"{number}" in page and f"{len(pages)}" in page for number, page in enumerate(pages, start=1))


@pytest.mark.usefixtures("operation")
def test_an_unconfirmed_number_of_a_point_is_in_no_form(count: Count) -> None:
    figures = count()

    pdf = pypdf.PdfReader(io.BytesIO(presenters.write_pdf(figures, "es")))
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)

    assert "Punto 2: Asistencia humanitaria" in text
    assert "Expedición oportuna de documentos" in text
    assert "Punto 5" not in text


@pytest.mark.parametrize("text", ["=1+1", "+57", "-x", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    assert safe_text("Personas") == "Personas"


def test_a_title_that_looks_like_a_formula_stays_text_in_the_spreadsheet(count: Count, office: Office) -> None:
    serve(office)
    figures = count()
    figures["services"][0]["names"]["es"] = "=HYPERLINK(1)"

    workbook = openpyxl.load_workbook(io.BytesIO(presenters.write_xlsx(figures, "es")))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]

    assert cells
    assert all(cell.data_type == "s" and not str(cell.value).startswith("=") for cell in cells)
