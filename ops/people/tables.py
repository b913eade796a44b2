"""The files of ``./quipu people match``: people in, pairs out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.people.matching import Level
from ops.errors import OperationError

ID = "id"
COLUMNS = (
    "given_names", "surname_1", "surname_2", "sex", "birth_date", "nationality", "document_number", "phone", "place",
)  # fmt: skip
DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that are, or may be, one person."""

    id_a: str
    id_b: str
    score: float
    level: Level


def read_people(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Id and columns of each row; a column that the file lacks is empty.

    Raises:
        OperationError: no such file, no text, no column ``id``, or an id that is missing or stands there twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = file.readline()
            delimiter = max(DELIMITERS, key=names.count)
            header = [name.strip().lower() for name in next(csv.reader([names], delimiter=delimiter), [])]
            if ID not in header:
                raise OperationError(
                    f"{path} has no column {ID}. Its first line has to name the columns: {ID}, {', '.join(COLUMNS)}."
                )
            yield from _checked(csv.DictReader(file, header, delimiter=delimiter), path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OperationError(f"{path} cannot be read as a table in UTF-8: {error}") from None


def _checked(rows: Iterable[Mapping[str | None, str | None]], path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        row_id = (row.get(ID) or "").strip()
        if not row_id or row_id in seen:
            raise OperationError(
                f"{path}, row {number}: its id is {'there twice' if row_id else 'missing'}. Each row needs one of its own."
            )
        seen.add(row_id)
        yield row_id, {name: row.get(name) or "" for name in COLUMNS}


def write_people(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, (ID, *COLUMNS))
        table.writeheader()
        table.writerows(rows)


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("id_a", "id_b", "score", "level"))
        table.writerows((pair.id_a, pair.id_b, f"{pair.score:.6f}", pair.level.value) for pair in pairs)
