"""What narrows the review of access."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField

from app.accounts.forms.shapes import Choices, as_id
from app.accounts.queries import Shown
from app.web.fields import choices

SHOWN_LABELS = {
    Shown.ENDING: _l("Ends within 14 days"),
    Shown.UNUSED: _l("Not used for 90 days"),
    Shown.COVER: _l("Covers a colleague"),
    Shown.ASKED: _l("A supervisor asks to end it"),
}


class AccessFilterForm(Form):
    """Sent by GET; an answer that is not offered narrows nothing."""

    office = SelectField(_l("Office"), validate_choice=False)
    show = SelectField(_l("Which"), choices=choices([("", _l("All access")), *SHOWN_LABELS.items()]), validate_choice=False)

    def offer(self, offices: Choices) -> None:
        """Set the offices to choose from, as (id, words)."""
        self.office.choices = choices([("", _l("All offices")), *offices])

    def chosen_office(self) -> UUID | None:
        return as_id(self.office.data)

    def chosen(self) -> Shown | None:
        return Shown(self.show.data) if self.show.data in set(Shown) else None
