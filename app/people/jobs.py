"""Jobs of this room; beat asks for them (``workers/schedule.py``)."""

from __future__ import annotations

FILL_MATCH_KEYS = "people.fill_match_keys"
COUNT_CARE_BACKLOG = "people.count_care_backlog"
COUNT_NAMES = "people.count_names"
FORGET_QUESTIONS = "people.forget_questions"
