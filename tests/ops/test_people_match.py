"""``./quipu people match``: tables in, pairs out."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from app.people.matching import Level
from ops.bench.matching.spanish import TUNING, labelled_set, recall_by_class
from ops.errors import OperationError
from ops.people import main
from ops.people.match import match_files
from tests.people.matching.rows import ROSA

LEAST_RECALL, LEAST_PRECISION = 0.9, 0.999
"""Of a small set; the full one is reported by ``./quipu bench --matching``."""


def table(path: Path, rows: Sequence[Mapping[str, str]], *, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def matched(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_who_stands_twice_in_a_file_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = {"given_names": "Pedro", "surname_1": "Ojeda", "birth_date": "1970-01-02"}
    rows = [{**ROSA, "id": "1"}, {**dict.fromkeys(ROSA, ""), **other, "id": "2"}, {**ROSA, "id": "3", "surname_1": "Briseno"}]
    file, out = table(tmp_path / "people.csv", rows), tmp_path / "pairs.csv"
    assert main(["match", str(file), "--out", str(out)]) == 0
    assert [(pair["id_a"], pair["id_b"], pair["level"]) for pair in matched(out)] == [("1", "3", "certain")]
    assert float(matched(out)[0]["score"]) > 0.99
    assert "1 pairs" in capsys.readouterr().out


def test_two_files_are_matched_with_each_other_and_not_within(tmp_path: Path) -> None:
    twice = [{**ROSA, "id": "1"}, {**ROSA, "id": "2"}]
    first, second = table(tmp_path / "a.csv", twice), table(tmp_path / "b.csv", [{**ROSA, "id": "1"}], delimiter=";")
    found = match_files(first, second)
    assert {(pair.id_a, pair.id_b) for pair in found} == {("1", "1"), ("2", "1")}


def test_a_row_has_at_most_twenty_pairs(tmp_path: Path) -> None:
    file = table(tmp_path / "same.csv", [{**ROSA, "id": str(number)} for number in range(30)])
    counts: dict[str, int] = {}
    for pair in match_files(file, None):
        for row_id in (pair.id_a, pair.id_b):
            counts[row_id] = counts.get(row_id, 0) + 1
    assert max(counts.values()) <= 20


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "has no column id"),
        ("name,phone\nRosa,1\n", "has no column id"),
        ("id,given_names\n1,Rosa\n1,Elena\n", "row 3: its id is there twice"),
        ("id,given_names\n,Rosa\n", "row 2: its id is missing"),
    ],
)
def test_a_file_that_cannot_be_matched_is_refused_with_its_row(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OperationError, match=sentence):
        match_files(file, None)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OperationError, match="cannot be read"):
        match_files(tmp_path / "missing.csv", None)
    (tmp_path / "x.csv").write_bytes(b"id\n\xff\xfe\x00")
    with pytest.raises(OperationError, match="cannot be read"):
        match_files(tmp_path / "x.csv", None)


def test_a_folder_that_is_not_there_is_told_before_the_work(tmp_path: Path) -> None:
    file = table(tmp_path / "people.csv", [{**ROSA, "id": "1"}])
    with pytest.raises(OperationError, match="There is no folder"):
        main(["match", str(file), "--out", str(tmp_path / "nowhere" / "pairs.csv")])


def test_columns_that_are_missing_are_empty_and_what_is_no_date_is_not_refused(tmp_path: Path) -> None:
    rows = [
        {"id": number, "given_names": "Yuleisy Mariángel", "surname_1": "Uzcátegui", "birth_date": "en abril del 90"}
        for number in "12"
    ]
    (pair,) = match_files(table(tmp_path / "few.csv", rows), None)
    assert pair.level is not Level.CERTAIN or pair.score > 0.99


def test_each_class_of_slips_is_found_and_no_relative_is_certain(tmp_path: Path) -> None:
    made = labelled_set(TUNING, of_each_class=20)
    pairs = match_files(table(tmp_path / "people.csv", made.rows), None)
    found = {frozenset((pair.id_a, pair.id_b)) for pair in pairs}
    certain = {frozenset((pair.id_a, pair.id_b)) for pair in pairs if pair.level is Level.CERTAIN}
    recall = recall_by_class(made, found)
    assert min(recall.values()) >= LEAST_RECALL, recall
    assert len(certain & made.pairs.keys()) / len(certain) >= LEAST_PRECISION
    assert recall_by_class(made, set())["a typo"] == 0, "the measure notices when nobody is found"
