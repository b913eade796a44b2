"""Jobs of the audit room; beat asks for them (``workers/schedule.py``)."""

from __future__ import annotations

LOOK_FOR_UNUSUAL = "audit.look_for_unusual"
