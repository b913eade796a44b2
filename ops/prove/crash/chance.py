"""Chance that can be repeated: the same words give the same draws."""

from __future__ import annotations

from random import Random


def chance(*words: str | int) -> Random:
    """Draws that depend on nothing but these words."""
    return Random(":".join(map(str, words)))  # noqa: S311 - nothing here guards a secret
