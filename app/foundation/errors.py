"""The five ways in which the domain says no. Each carries a sentence for the person who reads it.

Services and queries raise them; one handler (``app/web/error_pages.py``) turns them into an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID


class DomainError(Exception):
    """A refusal with its HTTP status and a translatable sentence that says what to do."""

    status = 500

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(DomainError):
    """It does not exist, or lies outside the actor's scope: both look the same from outside."""

    status = 404


class Moved(NotFound):
    """It is part of another record by now, which the actor may open.

    Attributes:
        now_id: that record's id.
    """

    def __init__(self, sentence: Any, now_id: UUID) -> None:
        super().__init__(sentence)
        self.now_id = now_id


class NotAllowed(DomainError):
    """The actor's role does not include this action at all."""

    status = 403


class WrongState(DomainError):
    """The record's present state does not admit the step."""

    status = 409


class StaleVersion(DomainError):
    """Somebody else saved the record since this version was shown.

    Attributes:
        differences: field label -> (value now in the record, value in this submission), to show side by side.
    """

    status = 409

    def __init__(self, sentence: Any, differences: Mapping[str, tuple[Any, Any]] | None = None) -> None:
        super().__init__(sentence)
        self.differences = dict(differences or {})


class RefusedInput(DomainError):
    """The input has the right shape and breaks a rule.

    Attributes:
        field: name of the form field to show the sentence at, where there is one.
    """

    status = 422

    def __init__(self, sentence: Any, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field
