"""The forms about one's own account: password and language."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from app.accounts.policies import LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.web.fields import OneAnswerField, at_most, choices
from app.web.forms import Form
from app.web.languages import LANGUAGES


class NewPasswordForm(Form):
    """A new password, written twice: without JavaScript nobody sees what was typed."""

    password = PasswordField(
        _l("New password"),
        description=_l(
            "At least %(count)s characters. Three or four words that only you put together do well.", count=SHORTEST_PASSWORD
        ),
        validators=[InputRequired(_l("Write a password")), at_most(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "new-password"},
    )
    password_confirm = PasswordField(
        _l("The same once more"),
        validators=[
            InputRequired(_l("Write the password once more")),
            EqualTo("password", message=_l("The two are not the same. Write both again.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def content(self) -> dict[str, Any]:
        """Nothing of what was typed: not even a digest of a password is kept."""
        return {"form": type(self).__name__}


class ChangePasswordForm(NewPasswordForm):
    """A new password for somebody who has one."""

    current_password = PasswordField(
        _l("Present password"),
        validators=[InputRequired(_l("Write your present password"))],
        render_kw={"autocomplete": "current-password"},
    )


class LanguageForm(Form):
    """One's own language."""

    locale = OneAnswerField(
        _l("Language"), choices=choices(LANGUAGES.items()), validators=[InputRequired(_l("Choose a language"))]
    )
