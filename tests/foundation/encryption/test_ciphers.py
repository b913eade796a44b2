from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.foundation.encryption.ciphers import OVERHEAD, Place, SealBroken, SealingKey, version_of
from app.foundation.ids import new_id

KEY, OTHER_KEY = SealingKey.new(1), SealingKey.new(1)
names = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=20)
places = st.builds(Place, names, names, st.uuids())


@given(places, st.binary(max_size=2_000))
def test_what_was_sealed_opens_in_its_place(place: Place, content: bytes) -> None:
    sealed = KEY.seal(place, content)
    assert KEY.open(place, sealed) == content
    assert len(sealed) == len(content) + OVERHEAD


@given(places, places, st.binary(max_size=200))
def test_a_value_moved_to_another_place_does_not_open(place: Place, other: Place, content: bytes) -> None:
    assume(place != other)
    with pytest.raises(SealBroken):
        KEY.open(other, KEY.seal(place, content))


@given(places, st.binary(max_size=200), st.data())
def test_a_value_with_one_bit_flipped_does_not_open(place: Place, content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(KEY.seal(place, content))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealBroken):
        KEY.open(place, bytes(sealed))


@given(places, st.binary(max_size=200), st.data())
def test_a_value_cut_short_or_made_longer_does_not_open(place: Place, content: bytes, data: st.DataObject) -> None:
    sealed = KEY.seal(place, content)
    with pytest.raises(SealBroken):
        KEY.open(place, sealed[: data.draw(st.integers(0, len(sealed) - 1))])
    with pytest.raises(SealBroken):
        KEY.open(place, sealed + data.draw(st.binary(min_size=1, max_size=20)))


@given(places, st.binary(max_size=200))
def test_another_key_does_not_open_it(place: Place, content: bytes) -> None:
    with pytest.raises(SealBroken):
        OTHER_KEY.open(place, KEY.seal(place, content))


@given(st.binary(max_size=300))
def test_bytes_that_were_never_sealed_are_refused_with_the_same_error(noise: bytes) -> None:
    with pytest.raises(SealBroken):
        KEY.open(Place("person", "phone", UUID(int=1)), noise)


def test_the_same_content_is_never_sealed_to_the_same_bytes() -> None:
    place = Place("person", "phone", new_id())
    assert len({KEY.seal(place, b"+573001112233") for _ in range(1_000)}) == 1_000


def test_a_sealed_value_names_its_version_and_a_relabelled_one_does_not_open() -> None:
    place = Place("person", "phone", new_id())
    sealed = SealingKey(7, KEY.secret).seal(place, b"x")
    assert version_of(sealed) == 7
    relabelled = sealed[:1] + (8).to_bytes(2, "big") + sealed[3:]
    with pytest.raises(SealBroken):
        SealingKey(8, KEY.secret).open(place, relabelled)


def test_a_key_shows_no_secret_when_it_is_printed() -> None:
    assert repr(KEY.secret) not in repr(KEY)
