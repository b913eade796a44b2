"""What is wrong with a row, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.imports.columns import BY_CODE
from app.imports.enums import RowFault
from app.imports.labels import ROW_FAULT_SENTENCES


def reasons_in_words(faults: Iterable[Sequence[str]]) -> list[str]:
    """``Sex: Write one of the answers of the list, or its code`` for each; of the whole row without a column."""
    return [_reason(column, RowFault(fault)) for column, fault in faults]


def _reason(column: str, fault: RowFault) -> str:
    sentence = str(ROW_FAULT_SENTENCES[fault])
    return f"{BY_CODE[column].label}: {sentence}" if column else sentence
