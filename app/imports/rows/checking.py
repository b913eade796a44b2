"""Checking a row with the rules of the form: all that is wrong with it at once, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.foundation.partial_date import PartialDate
from app.imports.columns import BY_CODE, NAMES
from app.imports.enums import RowFault
from app.imports.rows.facts import RowFacts
from app.imports.rows.lists import Lists
from app.imports.tables import unmarked
from app.people.ages import SaidAge, read_age
from app.people.phones import normalised
from app.people.policies import OLDEST_AGE, is_born_later, is_born_too_early
from app.web.fields import on_one_line

FORMULA = re.compile(r"=|#(?:REF|N/A|NAME\?|VALUE|DIV/0|NUM|NULL)[!?]?$")
MAYBE_FORMULA = ("=", "#")
WHOLE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?|(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})|(\d{4})")
AGE = re.compile(r"(\d{1,3})(?:[.,]0+)?")
MANDATORY = ("sex", "nationality", "population_type")
Faults = list[tuple[str, RowFault]]


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row that can be registered has ``facts``; any other has at least one fault.

    Attributes:
        written: column -> what is written there, of those that are read and not empty.
    """

    facts: RowFacts | None
    faults: Faults
    written: Mapping[str, str]


@dataclass(frozen=True)
class RowChecker:
    """What rows of one import are checked with.

    Attributes:
        columns: the code of each column of the file; empty for one that is not read.
        defaults: column -> code, for cells that are empty.
        country: ISO alpha-2 of the office, in which phones are written.
    """

    columns: Sequence[str]
    defaults: Mapping[str, str]
    lists: Lists
    country: str
    today: date

    def check(self, cells: Sequence[str]) -> CheckedRow:
        written = {column: unmarked(cell) for column, cell in zip(self.columns, cells, strict=False) if column and cell}
        row = _Row({column: on_one_line(cell) or "" for column, cell in written.items()})
        if any(cells[len(self.columns) :]):
            row.faults.append(("", RowFault.BEYOND_COLUMNS))
        row.check_texts()
        codes = self._codes(row)
        said = _age(row)
        born = self._birth(row)
        if born and said and not _fits(born, said.years, self.today):
            row.faults.append(("stated_age", RowFault.BIRTH_AND_AGE))
        if row.cells.get("document_number") and not codes.get("document_type"):
            row.refuse("document_type", RowFault.DOCUMENT_WITHOUT_TYPE)
        if row.faults:
            return CheckedRow(None, row.faults, written)
        return CheckedRow(self._facts(row.cells, codes, born, None if born else said), [], written)

    def _codes(self, row: _Row) -> dict[str, str]:
        """The answers from lists, a cell that is empty by the default of its column."""
        codes: dict[str, str] = {}
        for column in self.lists.words:
            text = row.cells.get(column)
            code = self._find(column, text, codes) if text else self.defaults.get(column)
            if code is not None:
                codes[column] = code
            elif text:
                row.refuse(column, RowFault.NOT_IN_LIST)
            elif column in MANDATORY:
                row.refuse(column, RowFault.MISSING)
        return codes

    def _find(self, column: str, text: str, codes: Mapping[str, str]) -> str | None:
        if column == "document_type":
            return self.lists.find_document(text, codes.get("nationality"))
        return self.lists.find(column, text)

    def _birth(self, row: _Row) -> PartialDate | None:
        text = row.cells.get("birth_date")
        if not text:
            return None
        born = read_date(text)
        if born is None:
            row.refuse("birth_date", RowFault.NO_SUCH_DAY if WHOLE.fullmatch(text) else RowFault.NOT_A_DATE)
        elif is_born_later(born, today=self.today):
            row.refuse("birth_date", RowFault.IN_FUTURE)
        elif is_born_too_early(born, today=self.today):
            row.refuse("birth_date", RowFault.TOO_LONG_AGO)
        else:
            return born
        return None

    def _facts(
        self, cells: Mapping[str, str], codes: Mapping[str, str], born: PartialDate | None, said: SaidAge | None
    ) -> RowFacts:
        nationalities = {codes[column] for column in ("nationality", "other_nationality") if column in codes}
        return RowFacts(
            sex=codes["sex"],
            nationalities=tuple(sorted(nationalities)),
            population_type=codes["population_type"],
            given_names=cells.get("given_names"),
            surname_1=cells.get("surname_1"),
            surname_2=cells.get("surname_2"),
            birth=(born.year, born.month, born.day) if born else None,
            stated_age=said.years if said else None,
            stated_age_months=said.months if said else None,
            gender_identity=codes.get("gender_identity"),
            area_code=codes.get("area_code"),
            locality=cells.get("locality"),
            phone=normalised(cells.get("phone"), country=self.country),
            safe_contact=cells.get("safe_contact"),
            document_type_id=codes.get("document_type"),
            document_number=cells.get("document_number"),
        )


@dataclass(slots=True)
class _Row:
    """The cells of a row on its way, and what was found wrong with them so far."""

    cells: dict[str, str]
    faults: Faults = field(default_factory=list)

    def refuse(self, column: str, fault: RowFault) -> None:
        """Say one thing of a cell; the first is enough to go and look."""
        if all(column != known for known, _fault in self.faults):
            self.faults.append((column, fault))

    def check_texts(self) -> None:
        for column, text in self.cells.items():
            if text.startswith(MAYBE_FORMULA) and FORMULA.match(text):
                self.refuse(column, RowFault.FORMULA)
            elif len(text) > BY_CODE[column].longest:
                self.refuse(column, RowFault.TOO_LONG)
        if not any(self.cells.get(name) for name in NAMES):
            self.refuse("given_names", RowFault.NO_NAME)


def read_date(text: str) -> PartialDate | None:
    """``17/04/1990``, ``1990-04-17``, ``04/1990``, ``1990-04`` or ``1990``; the day first, as it is written in the region."""
    found = WHOLE.fullmatch(text)
    if found is None:
        return None
    first_year, first_month, first_day, day, month, year, only = (int(part) if part else None for part in found.groups())
    known = (first_year or year or only, first_month or month, first_day or day)
    try:
        return PartialDate(known[0] or 0, known[1], known[2])
    except ValueError:
        return None


def _age(row: _Row) -> SaidAge | None:
    """In years, or a baby's with its unit: ``3 meses``."""
    text = row.cells.get("stated_age")
    if not text:
        return None
    found = AGE.fullmatch(text)
    said = SaidAge(int(found[1])) if found else read_age(text)
    if said is None or said.years > OLDEST_AGE:
        row.refuse("stated_age", RowFault.NOT_AN_AGE)
        return None
    return said


def _fits(born: PartialDate, age: int, today: date) -> bool:
    youngest, oldest = born.age_range(today)
    return youngest - 1 <= age <= oldest + 1
