"""Two registrations are one person when enough speaks for it, and never beyond doubt against what tells people apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.matching import Feature, Frequencies, Level, Outcome, Record, read_record, weigh
from tests.people.matching.rows import COUNTRY, EMPTY, compared, record, rosa

LETTERS = "abcdeéghijlmnñoprstuvyz '.-"
ROWS = st.fixed_dictionaries(
    {
        "given_names": st.text(LETTERS, max_size=20),
        "surname_1": st.text(LETTERS, max_size=20),
        "surname_2": st.text(LETTERS, max_size=12),
        "sex": st.sampled_from(["", "F", "M", "x"]),
        "birth_date": st.sampled_from(
            ["", "1990", "1990-04", "1990-04-17", "1990-17-04", "17/04/1990", "19900417", "abril", "0"]
        ),
        "nationality": st.sampled_from(["", "VEN", "COL"]),
        "document_number": st.sampled_from(["", "V-1234567", "1234567"]),
        "phone": st.sampled_from(["", "300 123 4567", "+573001234567"]),
        "place": st.text("abc 123", max_size=12),
    }
)


def outcomes(one: Record, other: Record) -> dict[Feature, Outcome]:
    return {each.feature: each.outcome for each in compared(one, other).evidence}


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"given_names": "ROSA ELENA", "surname_1": "BRICENO"},
        {"surname_1": "Vriceño", "surname_2": "Sambrano"},
        {"surname_1": "Zambrano", "surname_2": "Briceño"},
        {"surname_2": ""},
        {"given_names": "Rosa"},
        {"given_names": "Rosaelena"},
        {"given_names": "Briceño", "surname_1": "Rosa Elena"},
        {"surname_1": "Bricenio"},
        {"birth_date": "1992-04-18"},
        {"birth_date": "1992-05-17"},
        {"document_number": "123456789"},
        {"phone": "", "place": "PE-LIM Lima"},
    ],
    ids=str,
)
def test_the_same_woman_registered_elsewhere_with_a_slip_is_certain(again: dict[str, str]) -> None:
    assert compared(rosa(), rosa(**again)).level is Level.CERTAIN


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Carmen Lucía", "document_number": ""},
        {"birth_date": "1968-11-02", "document_number": "V-9.111.222"},
        {"sex": "male", "document_number": ""},
        {"birth_date": "2012-04-17", "document_number": ""},
        {"given_names": "", "document_number": ""},
        {"surname_1": "Rangel", "surname_2": "Toro", "document_number": ""},
    ],
    ids=["a twin", "her mother of the same name", "a brother", "a daughter born on her day", "nameless", "another family"],
)
def test_who_shares_much_with_her_is_never_certain(other: dict[str, str]) -> None:
    assert compared(rosa(), rosa(**other)).level is not Level.CERTAIN


def test_a_sister_at_the_same_door_is_no_match() -> None:
    assert compared(rosa(), rosa(given_names="Carmen Lucía", birth_date="1995-09-02", document_number="")).level is None


def test_a_phone_alone_is_no_match() -> None:
    assert compared(record(phone="300 123 4567"), record(phone="+57 300 123 4567")).level is None


def test_a_document_alone_is_at_most_possible() -> None:
    other = record(given_names="Pedro", surname_1="Ojeda", document_number="V-18345678")
    assert compared(rosa(), other).level in {None, Level.POSSIBLE}


def test_a_namesake_without_a_birth_date_is_not_certain() -> None:
    names = {"given_names": "José", "surname_1": "González"}
    assert compared(record(**names), record(**names)).level is None


def test_a_rare_name_says_more_than_a_common_one() -> None:
    common = Frequencies(people=10_000, words={"gonzalez": 900, "uzcategui": 3})
    rare, frequent = (record(surname_1=name) for name in ("Uzcátegui", "González"))
    assert (
        weigh(rare, rare, frequencies=common, among=COUNTRY).bits
        > weigh(frequent, frequent, frequencies=common, among=COUNTRY).bits
    )


def test_among_more_people_more_has_to_agree() -> None:
    few, many = (weigh(rosa(), rosa(), frequencies=Frequencies(), among=among).bits for among in (1_000, 1_000_000))
    assert few > many


def test_an_age_that_fits_speaks_for_and_one_that_does_not_against() -> None:
    aged = replace(rosa(), birth=read_record({**EMPTY, "birth_date": "1992"}).birth)
    assert outcomes(rosa(), aged)[Feature.BIRTH] is Outcome.PARTLY
    assert outcomes(rosa(birth_date="1950"), aged)[Feature.BIRTH] is Outcome.DIFFERENT


def test_what_is_not_known_says_nothing() -> None:
    assert compared(rosa(), record()).evidence == ()


@given(ROWS, ROWS)
def test_who_is_compared_with_whom_makes_no_difference(row: dict[str, str], other: dict[str, str]) -> None:
    one, two = read_record(row), read_record(other)
    there, back = compared(one, two), compared(two, one)
    assert there.level == back.level
    assert there.bits == pytest.approx(back.bits)
    assert 0 <= there.score <= 1


@given(ROWS)
def test_nobody_contradicts_themselves(row: dict[str, str]) -> None:
    found = outcomes(read_record(row), read_record(row))
    assert Outcome.DIFFERENT not in {outcome for feature, outcome in found.items() if feature is not Feature.PLACE}


class TestRareSpellingsOfCommonNames:
    """ "Peres" says as much as few people write it so, however many are called Pérez."""

    COMMON = Frequencies(
        people=COUNTRY,
        words={"rosa": 3000, "torres": 4000, "perez": 6000, "gonzalez": 4500, "gonzales": 900},
        sounds={"rosa": 3010, "tores": 4020, "peres": 6030, "gonsales": 5400},
    )

    def bits(self, one: str, other: str) -> float:
        evidence = weigh(record(surname_1=one), record(surname_1=other), frequencies=self.COMMON, among=COUNTRY).evidence
        return evidence[0].bits

    def test_it_counts_from_either_side(self) -> None:
        assert self.bits("Peres", "Pérez") == self.bits("Pérez", "Peres") > 4

    def test_two_spellings_that_many_use_say_less(self) -> None:
        assert 0 < self.bits("Gonzales", "González") < self.bits("Peres", "Pérez")

    def test_a_woman_misspelt_in_every_name_is_possible(self) -> None:
        same = {"sex": "F", "birth_date": "1994", "nationality": "VEN"}
        one = record(given_names="Roza del Vale", surname_1="Torrez", surname_2="Peres", **same)
        other = record(given_names="Rosa del Valle", surname_1="Torres", surname_2="Pérez", **same)
        assert weigh(one, other, frequencies=self.COMMON, among=COUNTRY).level is Level.POSSIBLE
