"""One's own second factor: seeing it, changing the app, passkeys, new printed codes; and proving it again."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import login_required

from app.accounts import conduct, queries, sessions
from app.accounts.doors import current_actor
from app.accounts.forms import ConfirmForm
from app.accounts.forms.second_factor import AddPasskeyForm, CodeForm, ConnectAppForm, PasskeyForm, SecretForm
from app.accounts.freshness import asks_for_fresh_proof, note_fresh_proof
from app.accounts.policies.sign_in_steps import CONDUCT_VERSION
from app.accounts.presenters.second_factor import accepted_words, app_offer, codes_in_groups, second_factor_page
from app.accounts.presenters.sessions import close_others
from app.accounts.queries import second_factor as kept
from app.accounts.routes import proofs
from app.accounts.routes.blueprint import bp
from app.accounts.second_factor import kept_for_now
from app.accounts.services import second_factor
from app.foundation.errors import NotFound, RefusedInput
from app.foundation.transactions import transaction
from app.web.answers import saved, shown
from app.web.forms import refused_into
from app.web.return_path import safe_return_path

HOME = "accounts.own_second_factor"


@bp.route("/account/prove", methods=["GET", "POST"])
@login_required
def prove_again() -> ResponseReturnValue:
    """Step-up: the second factor once more, and back to where the reader was."""
    user = queries.get_own_account(current_actor())
    wanted = safe_return_path(request.args.get("next"), url_for(HOME))
    form = CodeForm()
    if form.validate_on_submit() and proofs.accepts_code(user, form):
        return _proved(wanted)
    passkey = proofs.part_to_prove(user, url_for("accounts.prove_again_by_passkey", next=wanted))
    return proofs.shown_or_waiting(form, "accounts/prove_again.html", passkey=passkey)


@bp.post("/account/prove/passkey")
@login_required
def prove_again_by_passkey() -> ResponseReturnValue:
    user = queries.get_own_account(current_actor())
    wanted = safe_return_path(request.args.get("next"), url_for(HOME))
    if proofs.accepts_passkey(user, PasskeyForm()):
        return _proved(wanted)
    flash(_("The passkey was not accepted. Try again, or use a code."), "error")
    return redirect(url_for("accounts.prove_again", next=wanted), 303)


def _proved(wanted: str) -> ResponseReturnValue:
    note_fresh_proof()
    flash(_("Your second step is proved. Go on where you were."), "success")
    return redirect(wanted, 303)


@bp.get("/account/second-step")
@login_required
def own_second_factor() -> ResponseReturnValue:
    actor = current_actor()
    user_id = queries.get_own_account(actor).id
    page = second_factor_page(
        kept.standing_of(user_id), kept.find_app_key(user_id), kept.list_passkeys(user_id), kept.count_open_codes(user_id)
    )
    known = sessions.current().known
    others = close_others(queries.list_own_sessions(actor), this_one=known.id if known else None)
    return render_template("accounts/own_second_factor.html", page=page, close_others=others, form=ConfirmForm())


@bp.route("/account/second-step/app", methods=["GET", "POST"])
@login_required
@asks_for_fresh_proof
def change_app() -> ResponseReturnValue:
    actor = current_actor()
    user = queries.get_own_account(actor)
    form = ConnectAppForm()
    key = kept_for_now.offered_app_key(user.id)
    if form.validate_on_submit():
        try:
            with transaction():
                second_factor.connect_app(actor, user, key=key, code=str(form.one_time_code.data))
        except RefusedInput as refusal:
            form.forget_typed()
            refused_into(form, refusal)
        else:
            kept_for_now.forget_app_key()
            flash(_("The app is connected. Codes of an app that you had before no longer work."), "success")
            return redirect(url_for(HOME), 303)
    return shown(form, "accounts/change_app.html", offer=app_offer(key, user.email))


@bp.route("/account/passkeys/new", methods=["GET", "POST"])
@login_required
@asks_for_fresh_proof
def add_passkey() -> ResponseReturnValue:
    actor = current_actor()
    user = queries.get_own_account(actor)
    form = AddPasskeyForm()
    if form.validate_on_submit():
        try:
            with transaction():
                proofs.add_passkey(actor, user, answer=str(form.credential.data), name=str(form.name.data))
        except RefusedInput as refusal:
            refused_into(form, refusal)
        else:
            flash(_("The passkey was added. From now on you can sign in with it alone."), "success")
            return redirect(url_for(HOME), 303)
    passkey = proofs.part_to_add(user, url_for("accounts.add_passkey"))
    other_address = proofs.address_for_passkeys()
    return shown(form, "accounts/add_passkey.html", passkey=passkey, other_address=other_address)


@bp.route("/account/passkeys/<uuid:passkey_id>/remove", methods=["GET", "POST"])
@login_required
@asks_for_fresh_proof
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    user = queries.get_own_account(actor)
    form = ConfirmForm()

    def save() -> str:
        second_factor.remove_passkey(actor, user, passkey_id)
        return url_for(HOME)

    if answer := saved(form, save, actor=actor, told=_("The passkey no longer opens your account.")):
        return answer
    passkey = kept.find_passkey(user.id, passkey_id)
    if passkey is None:
        raise NotFound(_("There is no such passkey in your account."))
    return shown(form, "accounts/remove_passkey.html", name=passkey.name)


@bp.route("/account/printed-codes/new", methods=["GET", "POST"])
@login_required
@asks_for_fresh_proof
def make_codes() -> ResponseReturnValue:
    actor = current_actor()
    user = queries.get_own_account(actor)
    form = SecretForm()
    if not form.validate_on_submit():
        return shown(form, "accounts/make_codes.html", left=kept.count_open_codes(user.id))
    with transaction():
        codes = second_factor.make_codes(actor, user)
    kept_for_now.keep_codes(codes, user.id)
    return redirect(url_for("accounts.keep_codes"), 303)


@bp.route("/account/printed-codes", methods=["GET", "POST"])
@login_required
@asks_for_fresh_proof
def keep_codes() -> ResponseReturnValue:
    """The new codes, until the person says that they have them."""
    actor = current_actor()
    user = queries.get_own_account(actor)
    codes = kept_for_now.codes_to_show(user.id)
    if codes is None:
        return redirect(url_for(HOME), 303)
    form = SecretForm()
    if not form.validate_on_submit():
        return shown(form, "accounts/printed_codes.html", codes=codes_in_groups(codes), is_first=False)
    with transaction():
        second_factor.keep_codes(actor, user)
    kept_for_now.forget_codes()
    return redirect(url_for(HOME), 303)


@bp.get("/conduct")
@login_required
def show_conduct() -> ResponseReturnValue:
    acceptance = kept.acceptance_of(queries.get_own_account(current_actor()).id, CONDUCT_VERSION)
    return render_template("accounts/conduct.html", text=conduct.text_in(str(get_locale())), accepted=accepted_words(acceptance))
