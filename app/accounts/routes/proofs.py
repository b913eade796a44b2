"""What the pages that ask for a second factor share: taking a code, taking a passkey, saying how long to wait."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import g, make_response, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms.second_factor import CodeForm, PasskeyForm
from app.accounts.presenters.second_factor import PasskeyPart
from app.accounts.presenters.waiting import sentence_to_wait
from app.accounts.queries.second_factor import standing_of
from app.accounts.second_factor.kept_for_now import new_challenge, take_challenge
from app.accounts.second_factor.relying_party import home_of_passkeys, relying_party
from app.accounts.services import second_factor, slowed
from app.foundation.actor import Actor, ActorKind
from app.foundation.errors import RefusedInput
from app.foundation.transactions import transaction
from app.web.answers import shown
from app.web.forms import refused_into

if TYPE_CHECKING:
    from app.accounts.models import User

WHOLE = "whole sign-in"
SECOND = "second factor"
ADD = "add"


def themselves(user: User) -> Actor:
    """A person who is not signed in yet, acting on their own account alone."""
    return Actor(kind=ActorKind.STAFF, id=user.id, name=user.name, office_id=user.office_id)


def accepts_code(user: User, form: CodeForm) -> bool:
    """Use up a right code; count, write down and explain a wrong one."""
    if seconds := slowed.admit_code(user):
        g.seconds_to_wait = seconds
        form.form_errors.append(sentence_to_wait(seconds))
        return False
    actor = themselves(user)
    try:
        with transaction():
            second_factor.check_code(actor, user, str(form.one_time_code.data))
            slowed.forget_code_tries(user)
    except RefusedInput as refusal:
        with transaction():
            second_factor.record_refused_code(actor, user)
        form.forget_typed()
        refused_into(form, refusal)
        return False
    return True


def shown_or_waiting(form: CodeForm, template: str, **context: object) -> ResponseReturnValue:
    """The page again; 429 with the seconds in ``Retry-After`` where the try came too soon."""
    response = make_response(shown(form, template, **context))
    if seconds := g.pop("seconds_to_wait", 0):
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(seconds)
    return response


def accepts_passkey(user: User, form: PasskeyForm) -> bool:
    """Whether the answer of the browser proves a passkey of this user."""
    party, challenge = relying_party(), take_challenge(SECOND)
    if party is None or challenge is None or not form.validate_on_submit():
        return False
    try:
        with transaction():
            second_factor.prove_by_passkey(user, answer=str(form.credential.data), challenge=challenge, party=party)
            slowed.forget_code_tries(user)
    except RefusedInput:
        with transaction():
            second_factor.record_refused_code(themselves(user), user)
        return False
    return True


def passkey_of_whole_sign_in(form: PasskeyForm) -> User | None:
    """The user whose passkey signed the challenge of the sign-in page."""
    party, challenge = relying_party(), take_challenge(WHOLE)
    if party is None or challenge is None or not form.validate_on_submit():
        return None
    try:
        with transaction():
            return second_factor.user_of_passkey(answer=str(form.credential.data), challenge=challenge, party=party)
    except RefusedInput:
        return None


def part_for_whole_sign_in() -> PasskeyPart | None:
    """The button of the sign-in page; None where this address has no passkeys.

    Its options are asked for when it is pressed: a challenge is kept for those who use it, not for everybody who opens the page.
    """
    if relying_party() is None:
        return None
    return PasskeyPart("get", url_for("accounts.sign_in_by_passkey"), url_for("accounts.options_of_passkey"))


def options_for_whole_sign_in() -> str | None:
    """WebAuthn's options with a fresh challenge; None where this address has no passkeys."""
    party = relying_party()
    return second_factor.options_to_prove(None, party, new_challenge(WHOLE)) if party else None


def part_to_prove(user: User, action: str) -> PasskeyPart | None:
    """The button that proves the second factor; None for people without passkeys, and where this address has none."""
    party = relying_party()
    if party is None or not standing_of(user.id).passkeys:
        return None
    return PasskeyPart("get", action, second_factor.options_to_prove(user, party, new_challenge(SECOND)))


def part_to_add(user: User, action: str) -> PasskeyPart | None:
    """The button that makes a passkey; None where this address has none."""
    party = relying_party()
    return PasskeyPart("create", action, second_factor.options_to_add(user, party, new_challenge(ADD))) if party else None


def add_passkey(actor: Actor, user: User, *, answer: str, name: str) -> None:
    """Add the passkey that the browser made. The caller holds the transaction.

    Raises:
        RefusedPasskey: the answer is not of this page, or its five minutes are over.
    """
    party, challenge = relying_party(), take_challenge(ADD)
    if party is None or challenge is None:
        raise second_factor.RefusedPasskey
    second_factor.add_passkey(actor, user, answer=answer, challenge=challenge, party=party, name=name)


def address_for_passkeys() -> str | None:
    """Where to open Quipu instead when passkeys work there and not here; None when they work here, or nowhere."""
    home = home_of_passkeys()
    return home.origin if home and relying_party() is None else None
