"""Files of people for tests. All invented."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

HEADING = ("given_names", "surname_1", "surname_2", "sex", "birth_date", "nationality", "population_type")
ROSA = {
    "given_names": "Rosa Elena", "surname_1": "Guerrero", "surname_2": "Pinto", "sex": "F", "birth_date": "17/04/1992",
    "nationality": "VEN", "population_type": "in_transit",
}  # fmt: skip
LUIS = {**ROSA, "given_names": "Luis Alberto", "surname_1": "Quispe", "surname_2": "Mamani", "sex": "M", "birth_date": "1988"}


def person(number: int, **fields: str) -> dict[str, str]:
    """Somebody who is nobody else: two names that no other number has."""
    letters = "".join("bcdfghjklm"[int(figure)] + "aeiou"[int(figure) % 5] for figure in f"{number:05d}")
    unlike = {
        "given_names": f"Xi{letters}",
        "surname_1": f"Zu{letters[::-1]}",
        "surname_2": "",
        "birth_date": str(1930 + number % 90),
    }
    return {**ROSA, **unlike, **fields}


def csv_of(rows: Iterable[Mapping[str, str]], heading: Sequence[str] = HEADING, separator: str = ",") -> bytes:
    lines = [separator.join(heading), *(separator.join(row.get(name, "") for name in heading) for row in rows)]
    return "\r\n".join(lines).encode()


def xlsx_of(rows: Iterable[Sequence[object]], *more_sheets: Iterable[Sequence[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        for sheet_rows in (rows, *more_sheets):
            sheet = workbook.add_worksheet()
            for number, row in enumerate(sheet_rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()
