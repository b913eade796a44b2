"""Two registrations of one person have two keys in common in spite of a slip, so that they are compared at all."""

from __future__ import annotations

import pytest

from app.people.matching import KEYS_IN_COMMON, match_keys
from tests.people.matching.rows import record, rosa


@pytest.mark.parametrize(
    "again",
    [
        {"surname_1": "Vricenno"},
        {"given_names": "Risa", "surname_1": "Brizenio", "document_number": "", "phone": ""},
        {"birth_date": "17/04/1992"},
        {"birth_date": "1992-17-04", "phone": "", "document_number": "", "place": ""},
        {"given_names": "", "birth_date": "", "phone": "", "document_number": ""},
        {"given_names": "X", "surname_1": "Y", "surname_2": "Z", "birth_date": "", "place": "", "document_number": ""},
    ],
    ids=str,
)
def test_a_slip_leaves_keys_in_common(again: dict[str, str]) -> None:
    assert len(match_keys(rosa()) & match_keys(rosa(**again))) >= KEYS_IN_COMMON


@pytest.mark.parametrize("alone", [{"document_number": "V-1.234.567"}, {"phone": "300 123 4567"}])
def test_a_document_or_a_phone_alone_is_enough(alone: dict[str, str]) -> None:
    assert len(match_keys(record(**alone))) >= KEYS_IN_COMMON


def test_who_has_nothing_in_common_is_not_compared() -> None:
    other = record(given_names="Pedro", surname_1="Ojeda", birth_date="1970-01-02", place="EC-P Quito")
    assert not match_keys(rosa()) & match_keys(other)


def test_keys_fit_into_the_database() -> None:
    assert all(-(2**63) <= key < 2**63 for key in match_keys(rosa()))


def test_of_nothing_known_there_is_no_key() -> None:
    assert match_keys(record()) == frozenset()
