"""The truth of FEBRL, by which both matchers are measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.bench.matching.peers.febrl import rows_of, score

HEADER = "rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id"


def a_file(folder: Path, name: str, *ids: str) -> Path:
    path = folder / name
    rows = [f"{row_id}, amelia, kimmonth, 25, grace place, , barwon heads, 2012, vic, 19610224, 1234567" for row_id in ids]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return path


def test_a_row_has_the_address_in_one_column_and_no_number_of_social_security(tmp_path: Path) -> None:
    (row,) = rows_of(a_file(tmp_path, "a.csv", "rec-7-org"))
    assert row == {
        "id": "rec-7-org",
        "given_names": "amelia",
        "surname_1": "kimmonth",
        "birth_date": "19610224",
        "place": "25 grace place barwon heads 2012 vic",
    }


def test_within_a_file_each_pair_of_rows_of_a_person_is_to_be_found(tmp_path: Path) -> None:
    path = a_file(tmp_path, "a.csv", "rec-1-org", "rec-1-dup-0", "rec-1-dup-1", "rec-2-org")
    found = score([("rec-1-org", "rec-1-dup-0"), ("rec-1-dup-1", "rec-2-org")], (path,))
    assert (found.precision, found.recall) == (1 / 2, pytest.approx(1 / 3))


def test_a_pair_found_both_ways_round_counts_once(tmp_path: Path) -> None:
    path = a_file(tmp_path, "a.csv", "rec-1-org", "rec-1-dup-0")
    found = score([("rec-1-org", "rec-1-dup-0"), ("rec-1-dup-0", "rec-1-org")], (path,))
    assert (found.precision, found.recall) == (1, 1)


def test_between_files_only_pairs_across_are_to_be_found(tmp_path: Path) -> None:
    files = a_file(tmp_path, "a.csv", "rec-1-org", "rec-2-org"), a_file(tmp_path, "b.csv", "rec-1-dup-0", "rec-3-dup-0")
    found = score([("rec-1-org", "rec-1-dup-0")], files)
    assert (found.precision, found.recall) == (1, 1)


def test_who_finds_nobody_has_found_none_of_them(tmp_path: Path) -> None:
    found = score([], (a_file(tmp_path, "a.csv", "rec-1-org", "rec-1-dup-0"),))
    assert (found.precision, found.recall) == (0, 0)
