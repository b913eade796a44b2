"""Page and database hear a name in the same way: who is found by sound is compared by it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from app.people.matching.sounds import sound_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("yesica", "jessica"),
        ("llanos", "yanos"),
        ("briceno", "vriceno"),
        ("nohemi", "noemi"),
        ("gonzalez", "gonsales"),
        ("erick", "eric"),
    ],
)
def test_spellings_of_one_sound_are_heard_alike(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


def test_other_names_are_heard_apart() -> None:
    assert sound_of("marina") != sound_of("maria")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(words=st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9), min_size=1, max_size=20))
def test_the_database_hears_the_same(session: Session, words: list[str]) -> None:
    heard = session.scalars(sa.select(sa.func.quipu_name_sound(sa.func.unnest(sa.cast(words, ARRAY(sa.Text)))))).all()
    assert list(heard) == [sound_of(word) for word in words]
