"""The search for leaks: nothing sealed stands in the clear, and the search finds what does."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.prove.canaries import missed_controls, report, search_for_canaries
from ops.prove.canaries.needles import forms_of
from ops.prove.canaries.places import Hit, Places
from ops.prove.running import RunningQuipu, running_quipu

letters = st.text(min_size=0, max_size=9)


@pytest.fixture(scope="module")
def quipu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningQuipu]:
    with running_quipu(tmp_path_factory.mktemp("canaries") / "state", os.environ) as running:
        yield running


@given(letters, letters)
def test_a_value_is_found_in_base64_whatever_stands_around_it(before: str, after: str) -> None:
    forms = {needle for form, needle in forms_of("ñandú48217733").items() if form.startswith("base64 ")}
    encoded = base64.b64encode(f"{before}ñandú48217733{after}".encode())
    assert any(needle in encoded for needle in forms)


def test_the_forms_of_a_value_are_told_apart() -> None:
    forms = forms_of("ñ-1")
    assert forms["UTF-8"] == b"\xc3\xb1-1"
    assert forms["UTF-16LE"] == b"\xf1\x00-\x001\x00"
    assert forms["percent"] == b"%C3%B1-1"
    assert forms["hex"] == b"c3b12d31"
    assert forms["JSON"] == b"\\u00f1-1"
    assert len(set(forms.values())) == len(forms)


def test_no_canary_stands_anywhere_and_every_control_is_found(quipu: RunningQuipu) -> None:
    hits, places = search_for_canaries(quipu)
    assert hits == []
    assert missed_controls(quipu) == []
    assert set(places.searched) == {
        "data files", "write-ahead log", "broker's files", "logs", "attachments", "mails", "dump", "outbox", "error pages",
    }  # fmt: skip
    told = "\n".join(report([Hit("logs", "web.log", "phone", "UTF-8")], places, ["dump: hex"]))
    assert "1 hits" in told
    assert isinstance(places, Places)
