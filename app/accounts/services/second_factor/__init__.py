"""The use cases of the second factor: setting it up, proving it, replacing it, and taking it away for somebody who lost it."""

from app.accounts.services.second_factor.apps import connect_app, prove_by_app
from app.accounts.services.second_factor.conduct import accept_conduct
from app.accounts.services.second_factor.passkeys import (
    RefusedPasskey,
    add_passkey,
    options_to_add,
    options_to_prove,
    prove_by_passkey,
    remove_passkey,
    user_of_passkey,
)
from app.accounts.services.second_factor.proofs import check_code, record_refused_code
from app.accounts.services.second_factor.recovery_codes import keep_codes, make_codes, use_code
from app.accounts.services.second_factor.resets import reset_second_factor

__all__ = [
    "RefusedPasskey",
    "accept_conduct",
    "add_passkey",
    "check_code",
    "connect_app",
    "keep_codes",
    "make_codes",
    "options_to_add",
    "options_to_prove",
    "prove_by_app",
    "prove_by_passkey",
    "record_refused_code",
    "remove_passkey",
    "reset_second_factor",
    "use_code",
    "user_of_passkey",
]
