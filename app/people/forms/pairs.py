"""Forms about two files, and about what another office asks."""

from __future__ import annotations

from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Optional

from app.people.enums import OfficeAnswer
from app.web.fields import OneAnswerField, at_most, on_one_line
from app.web.forms import Form

AGREES = "agrees"
"""Name of the boxes beside the buttons that ask an office; the value of each is the office's id."""


def has_agreed(office_id: UUID) -> bool:
    """Whether the sent form says that the person agreed to what this office is told of them."""
    return str(office_id) in request.form.getlist(AGREES)


class DifferentPeopleForm(Form):
    """That two files are of different people."""

    reason = StringField(_l("What tells them apart?"), [Optional(), at_most(200)], filters=[on_one_line])


class AnswerForm(Form):
    """Whether the office knows the person: ``answer`` is the id of one of its files, or that it does not."""

    answer = OneAnswerField(
        _l("Is it one of these people?"), [InputRequired(_l("Choose who it is, or that it is nobody of yours"))]
    )

    @property
    def chosen(self) -> tuple[OfficeAnswer, UUID | None]:
        """Only after validation."""
        if self.answer.data == OfficeAnswer.NOT_KNOWN:
            return OfficeAnswer.NOT_KNOWN, None
        return OfficeAnswer.KNOWN, UUID(str(self.answer.data))
