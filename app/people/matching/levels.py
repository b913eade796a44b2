"""How sure a comparison is."""

from __future__ import annotations

import enum


class Level(enum.StrEnum):
    """Two levels are told to people; what is below both is not shown as a match."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
