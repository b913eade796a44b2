"""Signing in and out: Flask-Security with this system's users, words, limits and audit.

Flask-Security's views commit by themselves (``docs/adr/0004-flask-security-commits.md``): the audit rows written here by
its signals stand in that same transaction.
"""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from flask import Flask, g, request, session
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import user_logged_in, user_logged_out
from flask_security import RoleMixin
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_security.forms import LoginForm
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import joinedload
from werkzeug import Response
from wtforms import EmailField, PasswordField, SubmitField
from wtforms.validators import DataRequired, InputRequired, Length

from app.accounts import drafts, late_forms, presenters, printing, sessions
from app.accounts.doors import actor_for, public_door
from app.accounts.enums import EndOfSession
from app.accounts.models import User
from app.accounts.policies import LONGEST_PASSWORD
from app.accounts.presenters.waiting import sentence_to_wait
from app.accounts.second_factor import after_password
from app.accounts.services import slowed
from app.audit import services as audit
from app.extensions import security
from app.foundation import access
from app.foundation.actor import system_actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.transactions import transaction
from app.web.return_path import safe_return_path

LONGEST_TYPED = 4 * LONGEST_PASSWORD
"""A letter with its accents may come as several characters."""
KEPT_AT_SIGN_OUT = frozenset({"locale", "fs_cc", "_remember", "_flashes"})
KEPT_AT_SIGN_IN = KEPT_AT_SIGN_OUT | {"_user_id", "_fresh", "_id", "fs_paa", "fs_gexp"}

REFUSED = _l("The e-mail or the password is not right. Check both and try again.")
DISABLED = _l("This account is disabled. Ask your administrator if you still work here.")

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
    "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
    "SECURITY_FRESHNESS": timedelta(minutes=-1),  # no page of theirs that asks for the password again: freshness.py asks for more
    "SECURITY_REMEMBER_ME": False,
    "SECURITY_DEFAULT_REMEMBER_ME": False,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_CACHE_CONTROL": None,  # app/web/security_headers.py says it for every page
    "SECURITY_FLASH_MESSAGES": False,
    "SESSION_PROTECTION": None,  # a phone changes its address all day; the token is new at each sign-in instead
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
    "SECURITY_MSG_UNAUTHENTICATED": (_l("Sign in to see this page."), "info"),
}  # fmt: skip


class SignInForm(LoginForm):
    """Flask-Security's form in this system's words; "remember me" is not offered on shared devices."""

    email = EmailField(
        _l("E-mail"),
        filters=[lambda typed: (typed or "").replace("\x00", "")],
        validators=[DataRequired(_l("Write your e-mail"))],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Write your password")), Length(max=LONGEST_TYPED, message=_l("Check the password"))],
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField(_l("Sign in"))

    def validate(self, **kwargs: Any) -> bool:
        # A forged address to go on to is dropped, and does not look like a wrong password.
        self.next.data = safe_return_path(self.next.data, "")
        if self.email.data and self.password.data and self._has_to_wait(self.email.data):
            return False
        if super().validate(**kwargs):
            return True
        if self.email.data and self.password.data:
            _record_refusal(cast("User | None", self.user))
            self._say_the_same_of_all()
        return False

    def _has_to_wait(self, email: str) -> bool:
        """Whether this try comes too soon after those before it; it is then not checked at all, be it right or wrong."""
        if seconds := slowed.admit_password(email):
            g.seconds_to_wait = seconds
            self.form_errors.append(sentence_to_wait(seconds))
        return seconds > 0

    def _say_the_same_of_all(self) -> None:
        """One sentence above the form, whatever was wrong; only the right password is told that its account is closed."""
        self.email.errors, self.password.errors = [], []
        self.form_errors.append(DISABLED if self.user_authenticated else REFUSED)


class UserDatastore(SQLAlchemyUserDatastore):
    """Finds users together with their office: both are needed on every page, in one statement."""

    def find_user(self, case_insensitive: bool = False, **criteria: Any) -> User | None:
        (attribute, value), *_ = criteria.items()
        # E-mails stand in lower case, so that their plain index finds them.
        wanted = str(value).strip().lower() if case_insensitive else value
        if attribute == "fs_uniquifier" and (reader := sessions.current().user) and reader.fs_uniquifier == wanted:
            return reader  # came with the session, in the same statement
        select = db.select(User).options(joinedload(User.office)).where(getattr(User, attribute) == wanted)
        return db.session.scalars(select).one_or_none()


def init_app(app: Flask) -> None:
    app.config.update(CONFIGURATION)
    sessions.install(app)
    late_forms.init_app(app)
    drafts.init_app(app)
    printing.init_app(app)
    # While its views are made: it would offer pages of its own for the second factor.
    security.support_mfa = False
    security.init_app(app, UserDatastore(db, User, RoleMixin), login_form=SignInForm)
    views: dict[str, Any] = app.view_functions
    for endpoint in ("security.login", "security.logout"):
        views[endpoint] = public_door(views[endpoint])
    views["security.login"] = _with_status(views["security.login"])
    after_password.connect(app)
    security.login_context_processor(_passkey_of_the_page)
    security.login_context_processor(_why_again)
    user_logged_in.connect(_record_sign_in, app)
    user_logged_out.connect(_record_sign_out, app)


def _why_again() -> dict[str, Any]:
    """What the sign-in page tells somebody whose session has ended."""
    known = sessions.current().known
    return {"session_over": presenters.words_of_end(known.over) if known and known.over else None}


def _passkey_of_the_page() -> dict[str, Any]:
    """The button that signs in by passkey, or where passkeys work."""
    from app.accounts.routes import proofs  # the pages need this module's neighbours first

    return {"passkey": proofs.part_for_whole_sign_in(), "passkey_address": proofs.address_for_passkeys()}


def _with_status(view: Any) -> Any:
    """The form shown again after a refusal answers 422, or 429 with the seconds to wait; the way on stays on this site."""

    @wraps(view)
    def sign_in(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        answer: ResponseReturnValue = view(*args, **kwargs)
        if isinstance(answer, Response) and answer.location:
            answer.location = safe_return_path(answer.location)
        if request.method != "POST" or not isinstance(answer, str):
            return answer
        if seconds := g.pop("seconds_to_wait", 0):
            return answer, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(seconds)}
        return answer, HTTPStatus.UNPROCESSABLE_ENTITY

    return sign_in


def _record_refusal(user: User | None) -> None:
    """Write down a refused sign-in; the typed e-mail is not kept, and the account only where there is one."""
    with transaction():
        audit.record(
            system_actor("accounts.sign_in"),
            "user:sign_in_failed",
            subject_type="user",
            subject_id=user.id if user else None,
            office_id=user.office_id if user else None,
        )


def _forget_others(kept: frozenset[str]) -> None:
    """Drop what an earlier reader left in the session of a shared device, such as the text of a search."""
    for key in set(session) - kept:
        session.pop(key)


def _record_sign_in(_app: Flask, user: User, **_extra: Any) -> None:
    _forget_others(KEPT_AT_SIGN_IN)
    sessions.begin(user)
    _give_form_token()
    actor = actor_for(user)
    access.enter(actor)
    late_forms.count_waiting(user)
    user.last_signed_in_at = now()
    audit.record(actor, "user:signed_in", subject_type="user", subject_id=user.id, office_id=user.office_id)


def _give_form_token() -> None:
    """Here and once: two pages opened together right after signing in would each make a token, and one form be refused."""
    g.pop("csrf_token", None)  # that of the form just sent belongs to the session before
    generate_csrf()


def _record_sign_out(_app: Flask, user: User, **_extra: Any) -> None:
    _forget_others(KEPT_AT_SIGN_OUT)
    sessions.end_current(EndOfSession.SIGNED_OUT)
    if isinstance(user, User):
        audit.record(actor_for(user), "user:signed_out", subject_type="user", subject_id=user.id, office_id=user.office_id)
        db.session.commit()  # Flask-Security's sign-out writes nothing and so commits nothing
