"""Signing in and out: Flask-Security with this system's users, words, limits and audit.

Flask-Security's views commit by themselves (``docs/adr/0004-flask-security-commits.md``): the audit rows written here by
its signals stand in that same transaction.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_login import user_logged_in, user_logged_out
from flask_security import RoleMixin
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_security.forms import LoginForm
from sqlalchemy.orm import joinedload
from wtforms import EmailField, PasswordField, SubmitField

from app.accounts.doors import actor_for, public_door
from app.accounts.models import User
from app.audit import services as audit
from app.extensions import limiter, security
from app.foundation.database import db

TRIES_TO_SIGN_IN = "10 per minute; 60 per hour"

CONFIGURATION: dict[str, Any] = {
    "SECURITY_BLUEPRINT_NAME": "security",
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
    "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_LENGTH_MIN": 15,
    "SECURITY_PASSWORD_COMPLEXITY_CHECKER": None,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_REMEMBER_ME": False,
    "SECURITY_DEFAULT_REMEMBER_ME": False,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (
        _l("The e-mail or the password is not right. Check both and try again."), "error"
    ),
    "SECURITY_MSG_UNAUTHENTICATED": (_l("Sign in to see this page."), "info"),
}  # fmt: skip


class SignInForm(LoginForm):
    """Flask-Security's form in this system's words; "remember me" is not offered on shared devices."""

    email = EmailField(_l("E-mail"), render_kw={"autocomplete": "username", "spellcheck": "false"})
    password = PasswordField(_l("Password"), render_kw={"autocomplete": "current-password"})
    submit = SubmitField(_l("Sign in"))


class UserDatastore(SQLAlchemyUserDatastore):
    """Finds users together with their office: both are needed on every page, in one statement."""

    def find_user(self, case_insensitive: bool = False, **criteria: Any) -> User | None:
        (attribute, value), *_ = criteria.items()
        column = getattr(User, attribute)
        matches = db.func.lower(column) == db.func.lower(value) if case_insensitive else column == value
        select = db.select(User).options(joinedload(User.office)).where(matches)
        return db.session.scalars(select).one_or_none()


def init_app(app: Flask) -> None:
    app.config.update(CONFIGURATION)
    security.init_app(app, UserDatastore(db, User, RoleMixin), login_form=SignInForm)
    views: dict[str, Any] = app.view_functions
    for endpoint in ("security.login", "security.logout"):
        views[endpoint] = public_door(views[endpoint])
    views["security.login"] = limiter.limit(TRIES_TO_SIGN_IN, methods=["POST"])(views["security.login"])
    user_logged_in.connect(_record_sign_in, app)
    user_logged_out.connect(_record_sign_out, app)


def _record_sign_in(_app: Flask, user: User, **_extra: Any) -> None:
    audit.record(actor_for(user), "user:signed_in", subject_type="user", subject_id=user.id, office_id=user.office_id)


def _record_sign_out(_app: Flask, user: User, **_extra: Any) -> None:
    if isinstance(user, User):
        audit.record(actor_for(user), "user:signed_out", subject_type="user", subject_id=user.id, office_id=user.office_id)
        db.session.commit()  # Flask-Security's sign-out writes nothing and so commits nothing
