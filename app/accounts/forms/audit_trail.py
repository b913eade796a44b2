"""What narrows the audit trail."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, ValidationError

from app.accounts.forms.shapes import Choices, as_id
from app.web.fields import ExactDateField, choices, on_one_line


class AuditFilterForm(FlaskForm):
    """What narrows the audit list; sent by GET."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    known_actions: frozenset[str] = frozenset()

    day = ExactDateField(_l("Day"))
    actor = SelectField(_l("Who"), validate_choice=False)
    action = SelectField(_l("What"), validate_choice=False)
    subject = StringField(_l("Number of the record"), filters=[on_one_line], render_kw={"spellcheck": "false"})

    def offer(self, *, actors: Choices, actions: Choices) -> None:
        self.actor.choices = choices([("", _l("Everybody")), *actors])
        self.action.choices = choices([("", _l("Everything")), *actions])
        self.known_actions = frozenset(action for action, _words in actions)

    def chosen_action(self) -> str | None:
        """The action asked for; one that is not offered narrows nothing."""
        return self.action.data if self.action.data in self.known_actions else None

    def validate_subject(self, field: StringField) -> None:
        if field.data and as_id(field.data) is None:
            raise ValidationError(_l("Write the whole number of the record, as the list shows it"))
