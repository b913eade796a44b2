"""The parts of a sheet that a person takes along: plain words, already in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SheetPart:
    """A heading with its lines. Never a narrative, nothing of a restricted file: a paper is read by whoever finds it."""

    title: str
    lines: Sequence[str]
