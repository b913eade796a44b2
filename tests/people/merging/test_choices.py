"""Whose value stays: what is proposed, and that nothing of a name is lost."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.partial_date import PartialDate
from app.people.enums import InterpreterNeed, Sex
from app.people.names import folded
from app.people.services import NewPerson
from app.people.services.merging import ALWAYS_DECIDED, GROUPS, Side, chosen_facts, proposed_sides
from tests.people.conftest import somebody

NAMES = st.one_of(st.none(), st.sampled_from(["Rosa", "Rosa Elena", "Guerrero", "Pinto", "José"]))


def test_every_field_of_a_person_is_asked_or_decided() -> None:
    asked = {field for group in GROUPS.values() for field in group}
    assert asked | ALWAYS_DECIDED == {field.name for field in fields(NewPerson)}


@pytest.mark.parametrize(
    ("field", "kept", "other", "side"),
    [
        ("sex", Sex.UNKNOWN, Sex.FEMALE, Side.OTHER),
        ("sex", Sex.FEMALE, Sex.UNKNOWN, Side.KEPT),
        ("sex", Sex.DECLINED, Sex.FEMALE, Side.KEPT),
        ("phone", None, "+573001112233", Side.OTHER),
        ("phone", "+573001112233", "+573009998877", Side.KEPT),
        ("birth", PartialDate(1992), PartialDate(1992, 5), Side.OTHER),
        ("birth", PartialDate(1992, 5, 17), PartialDate(1992, 5), Side.KEPT),
        ("birth", None, PartialDate(1992), Side.OTHER),
        ("nationalities", ("VEN",), ("COL",), Side.BOTH),
        ("languages", (), ("guc",), Side.BOTH),
        ("leave_no_message", False, True, Side.OTHER),
        ("leave_no_message", True, False, Side.KEPT),
        ("interpreter_need", None, InterpreterNeed.NEEDED, Side.OTHER),
    ],
)
def test_what_is_proposed(field: str, kept: Any, other: Any, side: Side) -> None:
    assert proposed_sides(somebody(**{field: kept}), somebody(**{field: other})) == {field: side}


def test_what_both_say_alike_is_not_asked() -> None:
    assert proposed_sides(somebody(), somebody()) == {}
    assert proposed_sides(somebody(surname_1="BRICEÑO"), somebody(surname_1="Briceño")) == {}


@pytest.mark.parametrize("untold", ["XXX", "XXU", "XXD"])
def test_what_names_no_nationality_does_not_stand_beside_a_known_one(untold: str) -> None:
    chosen = chosen_facts(somebody(nationalities=(untold,)), somebody(nationalities=("VEN",)), {"nationalities": Side.BOTH})
    assert chosen.nationalities == ("VEN",)


@given(
    mine=st.tuples(NAMES, NAMES, NAMES).filter(any),
    theirs=st.tuples(NAMES, NAMES, NAMES).filter(any),
    side=st.sampled_from([Side.KEPT, Side.OTHER]),
)
def test_whatever_is_chosen_every_name_of_both_is_still_there(
    mine: tuple[str | None, ...], theirs: tuple[str | None, ...], side: Side
) -> None:
    parts = ("given_names", "surname_1", "surname_2")
    kept, other = (somebody(**dict(zip(parts, names, strict=True))) for names in (mine, theirs))
    chosen = chosen_facts(kept, other, dict.fromkeys(parts, side))
    there = {folded(name) for name in (*chosen.other_names, " ".join(filter(None, (getattr(chosen, part) for part in parts))))}
    assert {folded(" ".join(filter(None, names))) for names in (mine, theirs)} <= there
