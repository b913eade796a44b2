"""Which step comes next between a right password and being signed in; no address skips one."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.accounts.enums import SignInStep
from app.foundation.errors import WrongState

CONDUCT_VERSION = 1
"""The version of the code of conduct in force (``app/accounts/conduct``); raising it asks everybody again."""


@dataclass(frozen=True)
class Standing:
    """What a user has set up.

    Attributes:
        has_app: an authenticator app is connected.
        passkeys: how many they have.
        has_kept_codes: they said that they keep their printed codes.
        conduct_version: the highest version of the code of conduct they accepted; 0 for none.
    """

    has_app: bool = False
    passkeys: int = 0
    has_kept_codes: bool = False
    conduct_version: int = 0

    @property
    def has_second_factor(self) -> bool:
        return self.has_app or self.passkeys > 0


def next_step(standing: Standing, *, has_proved: bool) -> SignInStep | None:
    """The step that is due; None when all is done.

    Args:
        has_proved: the second factor was proved in this sign-in, or set up in it.
    """
    if standing.has_second_factor and not has_proved:
        return SignInStep.CODE
    if standing.conduct_version < CONDUCT_VERSION:
        return SignInStep.CONDUCT
    if not standing.has_second_factor:
        return SignInStep.SET_UP
    return None if standing.has_kept_codes else SignInStep.RECOVERY_CODES


def check_can_remove_passkey(standing: Standing) -> None:
    """Refuse to take away the last second factor.

    Raises:
        WrongState: it is the only one.
    """
    if not can_remove_passkey(standing):
        raise WrongState(_l("This is your only second step. Connect an app or add another passkey first, then remove this one."))


def can_remove_passkey(standing: Standing) -> bool:
    return standing.has_app or standing.passkeys > 1
