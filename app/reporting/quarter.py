"""A quarter of a year, the reporting period of donor reports."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_CODE = re.compile(r"(\d{4})-T([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """``number`` counts from 1 (January to March) to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, code: str) -> Quarter:
        """The quarter of a code such as ``2026-T3``.

        Raises:
            ValueError: the text is no such code.
        """
        match = _CODE.fullmatch(code)
        if match is None:
            raise ValueError(code)
        return cls(int(match[1]), int(match[2]))

    @property
    def code(self) -> str:
        return f"{self.year:04d}-T{self.number}"

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        month = 3 * self.number
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def until(self, last: Quarter) -> list[Quarter]:
        """This quarter and those after it up to ``last``, in order; empty when ``last`` lies before."""
        quarters = []
        quarter = self
        while quarter <= last:
            quarters.append(quarter)
            quarter = quarter.next
        return quarters
