"""The vocabularies of the room's own pages; roles and permissions stand in ``permissions.py``."""

from __future__ import annotations

import enum


class Breadth(enum.StrEnum):
    """How far a new person's first role reaches, seen from the office where they work."""

    OFFICE = "office"
    COUNTRY = "country"
    OPERATION = "operation"


class LinkPurpose(enum.StrEnum):
    """What a one-time link is for: a new account, a lost password, or a lost second factor (then both are set anew)."""

    NEW_ACCOUNT = "new_account"
    NEW_PASSWORD = "new_password"  # noqa: S105 - a word, not a password
    NEW_SECOND_FACTOR = "new_second_factor"


class SignInStep(enum.StrEnum):
    """What still stands between a right password and being signed in, in this order."""

    CODE = "code"
    CONDUCT = "conduct"
    SET_UP = "set_up"
    RECOVERY_CODES = "recovery_codes"


class AccountState(enum.StrEnum):
    """Whether somebody can sign in, as the list of accounts tells it."""

    ACTIVE = "active"
    INVITED = "invited"
    DISABLED = "disabled"


class GlassVerdict(enum.StrEnum):
    """What the review of an emergency access found."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


class RestrictedKind(enum.StrEnum):
    """What can be restricted to those who need to know."""

    PERSON = "person"
    CASE = "case"


class EndOfSession(enum.StrEnum):
    """Why a session of a browser ended."""

    SIGNED_OUT = "signed_out"
    IDLE = "idle"
    TOO_OLD = "too_old"
    REPLACED = "replaced"
    """By a newer one in the same browser: somebody signed in."""
    CLOSED_BY_OWNER = "closed_by_owner"
    CLOSED_BY_ADMINISTRATOR = "closed_by_administrator"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word, not a password
    ROLE_CHANGED = "role_changed"
    ACCOUNT_DISABLED = "account_disabled"

    @property
    def keeps_what_is_sent(self) -> bool:
        """Whether a form that arrives afterwards waits for its sender. Not where somebody may have meant to stop a thief."""
        return self in {EndOfSession.IDLE, EndOfSession.TOO_OLD, EndOfSession.ROLE_CHANGED}
