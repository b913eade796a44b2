"""What narrows the audit trail."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, ValidationError

from app.accounts.forms.shapes import Choices, as_id
from app.accounts.questions import find_record_by_code
from app.web.fields import ExactDateField, choices, on_one_line


class AuditFilterForm(FlaskForm):
    """What narrows the audit list; sent by GET."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    known_actions: frozenset[str] = frozenset()
    subject_id: UUID | None = None
    """The record asked for, once the form was validated."""

    day = ExactDateField(_l("Day"))
    actor = SelectField(_l("Who"), validate_choice=False)
    action = SelectField(_l("What"), validate_choice=False)
    subject = StringField(_l("Code or number of the record"), filters=[on_one_line], render_kw={"spellcheck": "false"})

    def offer(self, *, actors: Choices, actions: Choices) -> None:
        self.actor.choices = choices([("", _l("Everybody")), *actors])
        self.action.choices = choices([("", _l("Everything")), *actions])
        self.known_actions = frozenset(action for action, _words in actions)

    def chosen_action(self) -> str | None:
        """The action asked for; one that is not offered narrows nothing."""
        return self.action.data if self.action.data in self.known_actions else None

    def validate_subject(self, field: StringField) -> None:
        if not field.data:
            return
        self.subject_id = as_id(field.data) or _record_with_code(field.data)
        if self.subject_id is None:
            raise ValidationError(
                _l(
                    "No record has this code or number. "
                    "Write the whole code of a person, a case or a referral, such as CUC-2026-00412"
                )
            )


def _record_with_code(text: str) -> UUID | None:
    return next((record_id for record_id in find_record_by_code.ask_all(text.upper()) if record_id), None)
