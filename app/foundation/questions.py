"""Questions that a lower room asks without knowing who answers; ``app/wiring.py`` connects the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Question(Generic[Asked, Answer]):
    """One question with the functions of upper rooms that answer it."""

    def __init__(self, meaning: str) -> None:
        self.meaning = meaning
        self._answers: list[Callable[Asked, Answer]] = []

    def answered_by(self, *answers: Callable[Asked, Answer]) -> None:
        """Set who answers, in order; called once by the wiring, again without harm by a second application."""
        self._answers = list(answers)

    def ask_all(self, *args: Asked.args, **kwargs: Asked.kwargs) -> list[Answer]:
        """Every answer, in the order of the wiring."""
        return [answer(*args, **kwargs) for answer in self._answers]
