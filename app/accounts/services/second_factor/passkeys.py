"""Passkeys: adding one, and proving oneself by it, as the second step or as the whole sign-in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

import webauthn
from flask_babel import lazy_gettext as _l
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.accounts.models import Passkey, User
from app.accounts.policies.sign_in_steps import check_can_remove_passkey
from app.accounts.queries import second_factor as queries
from app.accounts.second_factor.authenticator_app import ISSUER
from app.accounts.second_factor.relying_party import RelyingParty
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound, RefusedInput

LONGEST_CREDENTIAL = 20_000
"""Characters of what a browser sends; real ones have about a thousand."""


class RefusedPasskey(RefusedInput):
    """The passkey is not right for this account, this address or this moment."""

    def __init__(self) -> None:
        super().__init__(_l("The passkey was not accepted. Try again, or use a code."))


def options_to_add(user: User, party: RelyingParty, challenge: bytes) -> str:
    """What the browser needs to make a passkey, as JSON. Devices that have one already are named, so that none gets two."""
    return webauthn.options_to_json(
        webauthn.generate_registration_options(
            rp_id=party.id,
            rp_name=ISSUER,
            user_id=user.id.bytes,
            user_name=user.email,
            user_display_name=user.name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
            ),
            exclude_credentials=_descriptors(queries.list_passkeys(user.id)),
        )
    )


def options_to_prove(user: User | None, party: RelyingParty, challenge: bytes) -> str:
    """What the browser needs to use a passkey, as JSON. Without a user, it asks for a whole sign-in: any passkey of this site
    whose device has checked the person by PIN, finger or face."""
    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=party.id,
            challenge=challenge,
            allow_credentials=_descriptors(queries.list_passkeys(user.id)) if user else [],
            user_verification=UserVerificationRequirement.PREFERRED if user else UserVerificationRequirement.REQUIRED,
        )
    )


def add_passkey(actor: Actor, user: User, *, answer: str, challenge: bytes, party: RelyingParty, name: str) -> Passkey:
    """Take the public half of a passkey that the browser has just made.

    Raises:
        RefusedPasskey: the answer is damaged, old, of another site, or of a device that is known already.
    """
    try:
        verified = webauthn.verify_registration_response(
            credential=_limited(answer), expected_challenge=challenge, expected_rp_id=party.id, expected_origin=party.origin
        )
    except WebAuthnException:
        raise RefusedPasskey from None
    if queries.find_passkey_by_credential(verified.credential_id) is not None:
        raise RefusedPasskey
    passkey = Passkey(
        user_id=user.id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name,
        transports=_transports(answer),
    )
    db.session.add(passkey)
    record(actor, "user:passkey_added", subject_type="user", subject_id=user.id, office_id=user.office_id)
    return passkey


def remove_passkey(actor: Actor, user: User, passkey_id: UUID) -> None:
    """Forget a passkey.

    Raises:
        NotFound: the user has none of this id.
        WrongState: it is the only second factor.
    """
    passkey = queries.find_passkey(user.id, passkey_id)
    if passkey is None:
        raise NotFound(_l("There is no such passkey in your account."))
    check_can_remove_passkey(queries.standing_of(user.id))
    db.session.delete(passkey)
    record(actor, "user:passkey_removed", subject_type="user", subject_id=user.id, office_id=user.office_id)


def prove_by_passkey(user: User, *, answer: str, challenge: bytes, party: RelyingParty) -> None:
    """Prove the second step by a passkey of this user.

    Raises:
        RefusedPasskey: it is of somebody else, or its signature does not stand.
    """
    passkey = _passkey_in(answer)
    if passkey.user_id != user.id:
        raise RefusedPasskey
    _verify(passkey, answer=answer, challenge=challenge, party=party, is_whole_sign_in=False)


def user_of_passkey(*, answer: str, challenge: bytes, party: RelyingParty) -> User:
    """The active user who signs in by passkey alone: the device has checked the person.

    Raises:
        RefusedPasskey: nobody's, a disabled account's, or the device did not check who holds it.
    """
    passkey = _passkey_in(answer)
    _verify(passkey, answer=answer, challenge=challenge, party=party, is_whole_sign_in=True)
    user = db.session.get(User, passkey.user_id)
    if user is None or not user.active:
        raise RefusedPasskey
    return user


def _passkey_in(answer: str) -> Passkey:
    try:
        credential = parse_authentication_credential_json(_limited(answer))
    except (WebAuthnException, ValueError):
        raise RefusedPasskey from None
    passkey = queries.find_passkey_by_credential(credential.raw_id)
    handle = credential.response.user_handle
    if passkey is None or (handle is not None and handle != passkey.user_id.bytes):
        raise RefusedPasskey
    return passkey


def _verify(passkey: Passkey, *, answer: str, challenge: bytes, party: RelyingParty, is_whole_sign_in: bool) -> None:
    """Check the signature and move the device's count on; a count that goes back tells of a copied key, and is refused."""
    try:
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=is_whole_sign_in,
        )
    except WebAuthnException:
        raise RefusedPasskey from None
    passkey.sign_count, passkey.last_used_at = verified.new_sign_count, now()


def _limited(answer: str) -> str:
    if len(answer) > LONGEST_CREDENTIAL:
        raise RefusedPasskey
    return answer


def _descriptors(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id, transports=[AuthenticatorTransport(word) for word in passkey.transports]
        )
        for passkey in passkeys
    ]


def _transports(answer: str) -> list[str]:
    """The ways to reach the device that the browser names; words that nobody knows are left out."""
    known = {transport.value for transport in AuthenticatorTransport}
    named = json.loads(answer).get("response", {}).get("transports") or []
    return sorted(known.intersection(word for word in named if isinstance(word, str)))
