"""The steps between a right password and the first page: code, code of conduct, second factor, printed codes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_security import login_user

from app.accounts import conduct
from app.accounts.doors import public_door
from app.accounts.enums import SignInStep
from app.accounts.forms.second_factor import CodeForm, ConductForm, ConnectAppForm, PasskeyForm, SecretForm
from app.accounts.freshness import note_fresh_proof
from app.accounts.policies.sign_in_steps import next_step
from app.accounts.presenters.second_factor import app_offer, codes_in_groups
from app.accounts.queries.second_factor import standing_of
from app.accounts.routes import proofs
from app.accounts.routes.blueprint import bp
from app.accounts.second_factor import half_signed_in, kept_for_now
from app.accounts.second_factor.known_devices import remember_device
from app.accounts.services import second_factor
from app.foundation.errors import RefusedInput
from app.foundation.transactions import transaction
from app.web.answers import shown
from app.web.forms import refused_into
from app.web.return_path import safe_return_path

if TYPE_CHECKING:
    from app.accounts.models import User
    from app.accounts.second_factor.half_signed_in import HalfSignedIn

StepView = Callable[["User"], ResponseReturnValue]

ENDPOINTS = {
    SignInStep.CODE: "accounts.prove_at_sign_in",
    SignInStep.CONDUCT: "accounts.accept_conduct",
    SignInStep.SET_UP: "accounts.set_up_second_factor",
    SignInStep.RECOVERY_CODES: "accounts.keep_first_codes",
}


def step(which: SignInStep) -> Callable[[StepView], Callable[[], ResponseReturnValue]]:
    """Open a view to somebody who stands at just this step; everybody else is led to where they stand."""

    def decorate(view: StepView) -> Callable[[], ResponseReturnValue]:
        @wraps(view)
        def guarded() -> ResponseReturnValue:
            found = half_signed_in.present()
            if found is None:
                flash(_("Sign in to go on. A sign-in that was begun ends after half an hour."), "info")
                return redirect(url_for("security.login"), 303)
            user, half = found
            return view(user) if _due(user, half) is which else go_on(user, half)

        return public_door(guarded)

    return decorate


def _due(user: User, half: HalfSignedIn) -> SignInStep | None:
    return next_step(standing_of(user.id), has_proved=half.has_proved)


def go_on(user: User, half: HalfSignedIn) -> ResponseReturnValue:
    """To the step that is due; with the last one done, in."""
    due = _due(user, half)
    return redirect(url_for(ENDPOINTS[due]), 303) if due else _let_in(user, half)


def _let_in(user: User, half: HalfSignedIn) -> ResponseReturnValue:
    with transaction():
        login_user(user, authn_via=list(half.proved_by))
    note_fresh_proof()
    return remember_device(redirect(half.next_path, 303), user.email)


def _go_on_from_here() -> ResponseReturnValue:
    found = half_signed_in.present()
    # Who is in already is sent home from the sign-in page.
    return go_on(*found) if found else redirect(url_for("security.login"), 303)


@bp.get("/sign-in/next")
@public_door
def take_next_step() -> ResponseReturnValue:
    return _go_on_from_here()


@bp.post("/sign-in/passkey/options")
@public_door
def options_of_passkey() -> ResponseReturnValue:
    options = proofs.options_for_whole_sign_in()
    return Response(options, mimetype="application/json") if options else abort(404)


@bp.post("/sign-in/passkey")
@public_door
def sign_in_by_passkey() -> ResponseReturnValue:
    """The whole sign-in: a device that has the key, and that has checked who holds it."""
    form = PasskeyForm()
    user = proofs.passkey_of_whole_sign_in(form)
    wanted = safe_return_path(form.next.data)
    if user is None:
        flash(_("The passkey was not accepted. Try again, or sign in with e-mail and password."), "error")
        return redirect(url_for("security.login", next=wanted), 303)
    half_signed_in.begin(user, by="passkey", next_path=wanted, has_proved=True)
    return _go_on_from_here()


@bp.route("/sign-in/code", methods=["GET", "POST"])
@step(SignInStep.CODE)
def prove_at_sign_in(user: User) -> ResponseReturnValue:
    form = CodeForm()
    if form.validate_on_submit() and proofs.accepts_code(user, form):
        half_signed_in.note_proof(by="authenticator")
        return _go_on_from_here()
    passkey = proofs.part_to_prove(user, url_for("accounts.prove_at_sign_in_by_passkey"))
    other_address = proofs.address_for_passkeys() if standing_of(user.id).passkeys else None
    return proofs.shown_or_waiting(form, "accounts/sign_in_code.html", passkey=passkey, other_address=other_address)


@bp.post("/sign-in/code/passkey")
@step(SignInStep.CODE)
def prove_at_sign_in_by_passkey(user: User) -> ResponseReturnValue:
    if proofs.accepts_passkey(user, PasskeyForm()):
        half_signed_in.note_proof(by="passkey")
    else:
        flash(_("The passkey was not accepted. Try again, or use a code."), "error")
    return _go_on_from_here()


@bp.route("/sign-in/conduct", methods=["GET", "POST"])
@step(SignInStep.CONDUCT)
def accept_conduct(user: User) -> ResponseReturnValue:
    form = ConductForm()
    language = str(get_locale())
    if not form.validate_on_submit():
        return shown(form, "accounts/accept_conduct.html", text=conduct.text_in(language))
    with transaction():
        second_factor.accept_conduct(proofs.themselves(user), user, language)
    return _go_on_from_here()


@bp.route("/sign-in/set-up", methods=["GET", "POST"])
@step(SignInStep.SET_UP)
def set_up_second_factor(user: User) -> ResponseReturnValue:
    form = ConnectAppForm()
    key = kept_for_now.offered_app_key(user.id)
    if form.validate_on_submit():
        try:
            with transaction():
                second_factor.connect_app(proofs.themselves(user), user, key=key, code=str(form.one_time_code.data))
        except RefusedInput as refusal:
            form.forget_typed()
            refused_into(form, refusal)
        else:
            return _is_set_up(by="authenticator")
    passkey = proofs.part_to_add(user, url_for("accounts.set_up_by_passkey"))
    return shown(
        form,
        "accounts/set_up_second_factor.html",
        offer=app_offer(key, user.email),
        passkey=passkey,
        other_address=proofs.address_for_passkeys(),
    )


@bp.post("/sign-in/set-up/passkey")
@step(SignInStep.SET_UP)
def set_up_by_passkey(user: User) -> ResponseReturnValue:
    form = PasskeyForm()
    try:
        with transaction():
            answer = str(form.credential.data) if form.validate_on_submit() else ""
            proofs.add_passkey(proofs.themselves(user), user, answer=answer, name=str(_("First device")))
    except RefusedInput:
        flash(_("The passkey was not accepted. Try again, or use an app."), "error")
        return _go_on_from_here()
    return _is_set_up(by="passkey")


def _is_set_up(*, by: str) -> ResponseReturnValue:
    kept_for_now.forget_app_key()
    half_signed_in.note_proof(by=by)
    return _go_on_from_here()


@bp.route("/sign-in/printed-codes", methods=["GET", "POST"])
@step(SignInStep.RECOVERY_CODES)
def keep_first_codes(user: User) -> ResponseReturnValue:
    form = SecretForm()
    codes = kept_for_now.codes_to_show(user.id)
    if codes and form.validate_on_submit():
        with transaction():
            second_factor.keep_codes(proofs.themselves(user), user)
        kept_for_now.forget_codes()
        return _go_on_from_here()
    if codes is None:
        with transaction():
            codes = second_factor.make_codes(proofs.themselves(user), user)
        kept_for_now.keep_codes(codes, user.id)
    return shown(form, "accounts/printed_codes.html", codes=codes_in_groups(codes), is_first=True)
