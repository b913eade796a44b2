"""Files of every kind, the hostile ones too."""

from __future__ import annotations

import codecs
import io
import json
import struct
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from app.imports.enums import Fault, TableFormat
from app.imports.reading import Heading, Line, Tail, Unreadable, read_rows
from tests.imports.files import HEADING, LUIS, ROSA, csv_of, xlsx_of

WORDS = ["given names", "surname 1", "surname 2", "sex", "birth date"]


def read(content: bytes, table_format: TableFormat = TableFormat.CSV) -> tuple[list[str], list[list[object]], Tail]:
    heading: list[str] = []
    rows: list[list[object]] = []
    for said in read_rows([content], table_format, headings=WORDS):
        if isinstance(said, Heading):
            heading = list(said.cells)
        elif isinstance(said, Line):
            rows.append(json.loads(said.json))
        else:
            return heading, rows, said
    raise AssertionError("no tail")


def fault_of(content: bytes, table_format: TableFormat = TableFormat.CSV) -> tuple[Fault, dict[str, object]]:
    with pytest.raises(Unreadable) as refused:
        read(content, table_format)
    return refused.value.fault, refused.value.detail


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_in_the_encodings_and_with_the_separators_of_spreadsheets(encoding: str, separator: str) -> None:
    text = csv_of([{**ROSA, "surname_1": "Briceño"}, LUIS], separator=separator).decode()
    heading, rows, tail = read(text.encode(encoding))
    assert heading == list(HEADING)
    assert rows[0] == [2, ["Rosa Elena", "Briceño", "Pinto", "F", "17/04/1992", "VEN", "in_transit"]]
    assert (rows[1][0], tail) == (3, Tail(2, 0))


def test_empty_lines_are_counted_and_the_numbers_stay_those_of_the_file() -> None:
    content = b"given_names,sex\n\nRosa,F\n,\n\nLuis,M\n"
    _heading, rows, tail = read(content)
    assert [number for number, _cells in rows] == [3, 6]
    assert tail == Tail(2, 3)


def test_a_quoted_cell_may_hold_a_line_end_and_the_separator() -> None:
    _heading, rows, _tail = read(b'given_names,surname_1,sex\nRosa,"Pinto,\nde la","F"\n')
    assert rows == [[2, ["Rosa", "Pinto,\nde la", "F"]]]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"\n\n \n", Fault.EMPTY),
        (b"given_names,sex\nRo\0sa,F\n", Fault.NOT_A_TABLE),
        (b"\x7fELF\x02\x01\x01\0\0\0" + bytes(range(256)) * 40, Fault.NOT_A_TABLE),
        (codecs.BOM_UTF8 + b"given_names\n\xff\xfe\n", Fault.NOT_A_TABLE),
        (b"x" * 200_000, Fault.NOT_A_TABLE),
        (b'given_names,sex\n"Rosa,F\nLuis,M\n', Fault.OPEN_QUOTE),
        (b'given_names,sex\n"Rosa,F\nLuis,M\nAna,F\n"Eva",F\n', Fault.OPEN_QUOTE),
        (b'given_names,sex\n"Rosa,F\nLuis,M\nAna",F\n', Fault.OPEN_QUOTE),
        (b"given_names,sex\n" + b"x" * 5_000 + b",F\n", Fault.CELL_TOO_LONG),
        (b"given_names,sex\n" + b"x," * 70 + b"F\n", Fault.TOO_MANY_COLUMNS),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, fault: Fault) -> None:
    assert fault_of(content)[0] is fault


def test_a_refusal_names_the_row() -> None:
    assert fault_of(b"given_names,sex\nRosa,F\n" + b"x" * 5_000 + b",F\n") == (Fault.CELL_TOO_LONG, {"row": 3})


def test_a_spreadsheet_gives_dates_as_dates_and_numbers_without_a_point() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["given_names", "sex", "birth_date", "phone"])
        sheet.write_string(2, 0, "Rosa")
        sheet.write_string(2, 1, "F")
        sheet.write_datetime(2, 2, datetime(1992, 4, 17), workbook.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001
        sheet.write_number(2, 3, 4141234567)
    heading, rows, tail = read(out.getvalue(), TableFormat.XLSX)
    assert heading == ["given_names", "sex", "birth_date", "phone"]
    assert rows == [[3, ["Rosa", "F", "1992-04-17", "4141234567"]]]
    assert tail == Tail(1, 1)


def test_a_formula_is_handed_on_as_it_is_written_and_never_worked_out() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["given_names", "sex"])
        sheet.write_formula(1, 0, '=CONCATENATE("Ro","sa")', None, "Rosa")
    _heading, rows, _tail = read(out.getvalue(), TableFormat.XLSX)
    assert rows == [[2, ['=CONCATENATE("Ro","sa")']]]


def test_a_sheet_of_explanations_beside_the_people_does_no_harm() -> None:
    people = [["given_names", "sex"], ["Rosa", "F"]]
    for content in (xlsx_of(people, [["How to fill it in"], ["Sex"]]), xlsx_of([["Notes"]], people)):
        assert read(content, TableFormat.XLSX)[1] == [[2, ["Rosa", "F"]]]


def test_two_sheets_of_people_are_refused_by_name() -> None:
    people = [["given_names", "sex"], ["Rosa", "F"]]
    assert fault_of(xlsx_of(people, people), TableFormat.XLSX) == (Fault.TWO_SHEETS, {"columns": ["Sheet1", "Sheet2"]})


def test_merged_cells_are_refused() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["given_names", "surname_1"])
        sheet.merge_range(1, 1, 3, 1, "Guerrero")
    assert fault_of(out.getvalue(), TableFormat.XLSX)[0] is Fault.MERGED_CELLS


def repacked(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            after.writestr(info.filename, part if info.filename == name else before.read(info))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SMALL = xlsx_of([["given_names", "sex"], ["Rosa", "F"]])


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Fault.ENCRYPTED),
        (b"PK\x03\x04 and nothing more", Fault.DAMAGED),
        (SMALL[:-200], Fault.DAMAGED),
        (repacked(SMALL, SHEET, b"<worksheet><sheetData><row>"), Fault.DAMAGED),
        (repacked(SMALL, SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'), Fault.DAMAGED),
        (repacked(SMALL, "xl/workbook.xml", b"no xml at all"), Fault.DAMAGED),
    ],
)
def test_a_broken_workbook_is_refused(content: bytes, fault: Fault) -> None:
    assert fault_of(content, TableFormat.XLSX)[0] is fault


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_understood() -> None:
    entry = SMALL.index(b"PK\x01\x02")
    size = struct.pack("<I", 2_000_000_000)
    bomb = SMALL[: entry + 24] + size + SMALL[entry + 28 :]
    assert fault_of(bomb, TableFormat.XLSX)[0] is Fault.UNPACKS_TOO_LARGE


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    entry = SMALL.index(b"PK\x01\x02")
    small = SMALL[: entry + 24] + struct.pack("<I", 10) + SMALL[entry + 28 :]
    assert fault_of(small, TableFormat.XLSX)[0] is Fault.DAMAGED


def test_a_row_numbered_beyond_every_sheet_ends_the_reading() -> None:
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>sex</t></is></c></row>'
        b'<row r="9999999"><c r="A9999999" t="inlineStr"><is><t>F</t></is></c></row></sheetData></worksheet>'
    )
    assert fault_of(repacked(SMALL, SHEET, far), TableFormat.XLSX)[0] is Fault.TOO_MANY_ROWS
