"""Where Flask-Security hands over once a password is right: its plug-in for second factors (``TfPluginBase``).

Its own second-factor views are not used: they keep printed codes readable, know no replay of codes, no code of conduct
and no step in between (docs/adr/0016-second-factor-and-passkeys.md).
"""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, redirect, session, url_for
from flask_security.core import UserMixin
from flask_security.tf_plugin import TfPluginBase
from werkzeug import Response

from app.accounts.models import User
from app.accounts.second_factor import half_signed_in
from app.accounts.services import slowed
from app.extensions import security
from app.foundation.database import db

NAME = "code"
"""The place of Flask-Security's own plug-in, which is registered under this name and is replaced by ours."""


class SecondFactorAfterPassword(TfPluginBase):
    """The one second factor that Flask-Security knows of; which kind it is, our own steps ask."""

    def create_blueprint(self, _app: Flask, _bp: object, _state: object) -> None:
        """No views of Flask-Security's."""

    def get_setup_methods(self, _user: UserMixin) -> list[tuple[str, str]]:
        """Never empty: nobody is let in by password alone, whatever they have set up."""
        return [(NAME, NAME)]

    def tf_login(self, user: UserMixin, json_payload: dict[str, Any], next_loc: str | None) -> Response:  # noqa: ARG002
        """The password was right."""
        person = cast("User", user)
        session.pop("tf_user_id", None)
        slowed.forget_password_tries(person.email)
        # A hash in an older form was just renewed: Flask-Security leaves that to be committed.
        db.session.commit()
        half_signed_in.begin(person, by="password", next_path=next_loc)
        return redirect(url_for("accounts.take_next_step"))


def connect(app: Flask) -> None:
    """After ``security.init_app``: with the switch on before, it would offer its own pages too."""
    security.support_mfa = True
    security.two_factor_plugins.register_tf_impl(app, NAME, SecondFactorAfterPassword)
