"""The form by which one colleague covers another."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from app.accounts.forms.shapes import Choices
from app.accounts.services import NewCover
from app.web.fields import ExactDateField, ListAnswerField, choices
from app.web.forms import Form


class CoverForm(Form):
    """Who covers whom, and for how long."""

    covered_id = ListAnswerField(_l("Who is absent?"), validators=[InputRequired(_l("Choose the absent colleague"))])
    user_id = ListAnswerField(_l("Who covers?"), validators=[InputRequired(_l("Choose who covers"))])
    first_day = ExactDateField(_l("First day"), validators=[InputRequired(_l("Write the first day"))])
    last_day = ExactDateField(_l("Last day"), validators=[InputRequired(_l("Write the last day"))])

    def offer(self, colleagues: Choices) -> None:
        """Set the colleagues to choose from, as (id, words)."""
        for field in (self.covered_id, self.user_id):
            field.choices = choices([("", _l("Choose a colleague")), *colleagues])

    def cover(self) -> NewCover:
        """What was asked for; only after validation."""
        return NewCover(
            covered_id=UUID(str(self.covered_id.data)),
            user_id=UUID(str(self.user_id.data)),
            first_day=self.first_day.data,
            last_day=self.last_day.data,
        )
