"""Closing and opening accounts, and the one thing a user sets for themselves."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l

from app.accounts import queries
from app.accounts.enums import EndOfSession
from app.accounts.models import User
from app.accounts.services.managed_accounts import ADMINISTRATORS, account_to_change, check_administrator_is_left
from app.accounts.services.one_time_links import revoke_links
from app.accounts.services.sessions import end_sessions_of
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput
from app.foundation.turns import wait_for_turn
from app.web.languages import LANGUAGES


def disable_user(actor: Actor, user_id: UUID) -> User:
    """Keep somebody from signing in and end their sessions; their cases stay with them until reassigned.

    Raises:
        NotFound: the account lies outside the actor's reach.
        NotAllowed: it is the actor's own, works beyond their reach, or is the last one that administers the whole operation.
    """
    wait_for_turn(ADMINISTRATORS)
    user = account_to_change(actor, user_id)
    if not user.active:
        return user
    check_administrator_is_left(user.id, [holding.grant for holding in queries.grants_in_force(user.id)])
    user.active = False
    user.fs_uniquifier = uuid4().hex
    end_sessions_of(user.id, EndOfSession.ACCOUNT_DISABLED)
    revoke_links(user.id)
    record(actor, "user:disabled", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["active"])
    return user


def enable_user(actor: Actor, user_id: UUID) -> User:
    """Let somebody sign in again with the password and the roles that they had.

    Raises:
        NotFound, NotAllowed: as for ``disable_user``.
    """
    user = account_to_change(actor, user_id)
    if user.active:
        return user
    user.active = True
    record(actor, "user:enabled", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["active"])
    return user


def choose_language(actor: Actor, locale: str) -> User:
    """Set the language of one's own pages and mails.

    Raises:
        RefusedInput: the pages do not speak it.
    """
    if locale not in LANGUAGES:
        raise RefusedInput(_l("Choose one of the languages of the list."), field="locale")
    user = queries.get_own_account(actor)
    user.locale = locale
    record(actor, "user:language_chosen", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["locale"])
    return user
