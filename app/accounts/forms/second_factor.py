"""The forms of the second factor and of the code of conduct."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired

from app.web.fields import at_most, on_one_line
from app.web.forms import Form

LONGEST_CODE = 40
"""Twelve figures with whatever stands between them."""
LONGEST_NAME = 60
AS_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class SecretForm(Form):
    """A form that works once by itself, as its code or challenge does: it needs no submission id, and nothing of it is kept."""

    submission_id = None  # type: ignore[assignment]  # how WTForms takes an inherited field away


class ConnectAppForm(SecretForm):
    """The first code of a newly connected app."""

    one_time_code = StringField(
        _l("Code"), validators=[InputRequired(_l("Write the code")), at_most(LONGEST_CODE)], render_kw=AS_CODE
    )

    def forget_typed(self) -> None:
        """A code that was refused is not shown again: the next one is another."""
        self.one_time_code.data = ""


class CodeForm(ConnectAppForm):
    """Six figures from an app, or twelve from paper: the only thing to do on its page, so the field is ready for typing."""

    one_time_code = StringField(
        _l("Code"),
        validators=[InputRequired(_l("Write the code")), at_most(LONGEST_CODE)],
        render_kw={**AS_CODE, "autofocus": "autofocus"},
    )


class PasskeyForm(SecretForm):
    """What the browser's passkey answered, as JSON; written by the script of the page."""

    credential = HiddenField(validators=[DataRequired(_l("The passkey did not answer. Try again."))])
    next = HiddenField()


class AddPasskeyForm(PasskeyForm):
    """A new passkey with the name that the person gives it."""

    name = StringField(
        _l("Name of the device"),
        description=_l("So that you recognise it, such as: my phone."),
        filters=[on_one_line],
        validators=[DataRequired(_l("Write a name for the device")), at_most(LONGEST_NAME)],
    )


class ConductForm(SecretForm):
    """Accepting the code of conduct."""

    is_accepted = BooleanField(
        _l("I have read it and will keep to it"), validators=[DataRequired(_l("Read it, then tick this box to go on"))]
    )
