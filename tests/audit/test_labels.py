"""Every action that the house writes down has its words on the page of the trail."""

from __future__ import annotations

import re

from app.audit.labels import ACTION_LABELS
from config import ROOT

ACTION = re.compile(r'"([a-z][a-z_]+:[a-z][a-z_]+)"')
NOT_ACTIONS = {"office:id", "country:code"}


def actions_in_the_house() -> set[str]:
    sources = [
        path
        for path in (ROOT / "app").glob("*/**/*.py")
        if "services" in path.parts or path.name in {"services.py", "sign_in.py"}
    ]
    return {action for path in sources for action in ACTION.findall(path.read_text())} - NOT_ACTIONS


def test_every_action_has_words() -> None:
    assert actions_in_the_house() - ACTION_LABELS.keys() == set()


def test_the_search_for_actions_finds_some() -> None:
    assert {"user:signed_in", "case:closed", "person:opened"} <= actions_in_the_house()


def test_an_action_is_a_noun_and_what_was_done_to_it() -> None:
    assert [action for action in ACTION_LABELS if not re.fullmatch(r"[a-z_]+:[a-z_]+", action)] == []
