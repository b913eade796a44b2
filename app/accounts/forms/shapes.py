"""Shapes that several forms of the room ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from app.accounts.labels import ROLE_LABELS
from app.web.fields import OneAnswerField, choices
from app.web.forms import Form

LONGEST_NAME = 120
Choices = Sequence[tuple[str, Any]]
GroupedChoices = Mapping[str, Choices]


class ConfirmForm(Form):
    """A change that needs no more than a yes."""


def role_field(label: Any) -> OneAnswerField:
    return OneAnswerField(
        label,
        choices=choices((role.value, words) for role, words in ROLE_LABELS.items()),
        validators=[InputRequired(_l("Choose a role"))],
    )


def as_id(text: str | None) -> UUID | None:
    """The id in a text; None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
