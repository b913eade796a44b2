"""The vocabularies of the room's own pages; roles and permissions stand in ``permissions.py``."""

from __future__ import annotations

import enum


class Breadth(enum.StrEnum):
    """How far a new person's first role reaches, seen from the office where they work."""

    OFFICE = "office"
    COUNTRY = "country"
    OPERATION = "operation"


class LinkPurpose(enum.StrEnum):
    """What a one-time link is for: the first password of a new account, or another one in place of a lost one."""

    NEW_ACCOUNT = "new_account"
    NEW_PASSWORD = "new_password"  # noqa: S105 - a word, not a password


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
