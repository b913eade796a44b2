"""Signing in through the pages, with password and code, for tests whose matter is something else."""

from __future__ import annotations

from werkzeug.test import TestResponse

from app.accounts.queries import find_user_by_email
from app.accounts.queries.second_factor import find_app_key
from ops.one_time_codes import code_of
from tests.accounts.conftest import GOOD_PASSWORD
from tests.factories.accounts import forget_used_codes, set_up_second_factor
from tests.guarded_client import GuardedClient

SECRETS: dict[str, str] = {}
"""User id -> secret of the app that was given here."""


def sign_in_by_form(
    client: GuardedClient, email: str = "ana@example.org", password: str = GOOD_PASSWORD, at: str = "/sign-in", **headers: str
) -> TestResponse:
    """Password, then code; gives the answer to the last form that was sent. Who has no second factor yet gets one here."""
    user = find_user_by_email(email)
    if user and find_app_key(user.id) is None:
        SECRETS[str(user.id)] = set_up_second_factor(user)
    answer = client.post(at, data={"email": email, "password": password}, headers=headers)
    if user is None or answer.location != "/sign-in/next":
        return answer
    forget_used_codes(user)
    return client.post("/sign-in/code", data={"one_time_code": code_of(SECRETS[str(user.id)])}, headers=headers)
