"""Recordings: what is taken, what is refused, and what stays behind."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.attachments.cleaning import Unacceptable, cleaned, recognised
from app.attachments.cleaning.program import sounds as program
from app.attachments.enums import Fault, FileFormat
from tests.attachments import sounds

KINDS = {
    FileFormat.OGG: (sounds.ogg, "voz.ogg", "audio/ogg"),
    FileFormat.MP3: (sounds.mp3, "voz.mp3", "audio/mpeg"),
    FileFormat.M4A: (sounds.m4a, "voz.m4a", "audio/mp4"),
}
Made = Callable[..., bytes]


def fault_of(content: bytes, found: FileFormat) -> Fault:
    with pytest.raises(Unacceptable) as refused:
        program.clean(content, found)
    return refused.value.fault


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_recording_is_known_by_its_bytes_and_loses_what_nobody_hears(kind: FileFormat) -> None:
    make, name, declared = KINDS[kind]
    content = make()
    assert sounds.TAG in content, "the control"
    assert recognised(content, name=name, declared=declared) is kind
    made = cleaned(content, kind)
    assert sounds.TAG not in made.content
    assert made.extent == 3
    again = cleaned(made.content, kind)
    assert again.content == made.content, "a clean recording stays as it is"


def test_samples_stay_where_their_tables_say() -> None:
    content = sounds.m4a()
    made = program.clean(content, FileFormat.M4A)[1]
    assert len(made) == len(content)
    for sample in (b"\x21" * 40, b"\x22" * 50, b"\x23" * 60):
        assert made.index(sample) == content.index(sample)
    assert b"-074.0721" in content
    assert b"-074.0721" not in made
    assert b"\x11\x22\x33\x44" not in made, "nor when it was recorded"


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_more_than_ten_minutes_are_refused(kind: FileFormat) -> None:
    make = KINDS[kind][0]
    assert fault_of(make(seconds=602), kind) is Fault.TOO_LONG
    assert program.clean(make(seconds=599), kind)[0] == 599


@pytest.mark.parametrize("kind", [FileFormat.OGG, FileFormat.M4A], ids=str)
def test_a_recording_that_was_cut_off_is_damaged(kind: FileFormat) -> None:
    content = KINDS[kind][0]()
    assert fault_of(content[: len(content) * 2 // 3], kind) is Fault.DAMAGED


def test_a_film_and_a_track_elsewhere_are_no_recording() -> None:
    assert fault_of(sounds.m4a(handler=b"vide"), FileFormat.M4A) is Fault.UNKNOWN_FORMAT
    assert fault_of(sounds.m4a(coding=b"avc1"), FileFormat.M4A) is Fault.UNKNOWN_FORMAT
    elsewhere = sounds.m4a().replace(b"url \0\0\0\1", b"url \0\0\0\0")
    assert fault_of(elsewhere, FileFormat.M4A) is Fault.DAMAGED


def test_something_else_in_ogg_and_a_changed_page_are_refused() -> None:
    assert fault_of(sounds.ogg().replace(b"OpusHead", b"\x01vorbis0"), FileFormat.OGG) is Fault.DAMAGED, "its sum is wrong"
    content = bytearray(sounds.ogg())
    content[-5] ^= 1
    assert fault_of(bytes(content), FileFormat.OGG) is Fault.DAMAGED
    assert fault_of(sounds.ogg() + b"CANARY", FileFormat.OGG) is Fault.DAMAGED


def test_a_page_of_a_site_is_no_recording() -> None:
    with pytest.raises(Unacceptable) as refused:
        recognised(sounds.mp3(tag=b"<script>alert(1)</script>"), name="voz.mp3", declared="audio/mpeg")
    assert refused.value.fault is Fault.TWO_FORMATS


def test_a_name_may_not_contradict_the_sound() -> None:
    with pytest.raises(Unacceptable) as refused:
        recognised(sounds.ogg(), name="foto.jpg", declared="image/jpeg")
    assert refused.value.fault is Fault.CONTRADICTION


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_no_bytes_break_a_reader(kind: FileFormat, data: st.DataObject) -> None:
    """Whatever is changed in a recording: it is taken as one, or refused in words."""
    content = bytearray(KINDS[kind][0](seconds=1))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    with suppress(Unacceptable):
        seconds, made = program.clean(bytes(content), kind)
        assert seconds >= 1
        assert len(made) <= len(content) + 100
