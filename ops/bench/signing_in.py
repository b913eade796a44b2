"""Signing in, as the bench's browsers do."""

from __future__ import annotations

from collections.abc import Mapping

from ops.bench.browser import Browser
from ops.errors import OperationError
from ops.one_time_codes import App


def sign_in(browser: Browser, account: Mapping[str, str]) -> None:
    """Password and code.

    Raises:
        OperationError: the account is not let in.
    """
    browser.submit("/sign-in", holding="password", email=account["email"], password=account["password"])
    answer = browser.submit("/sign-in/code", holding="one_time_code", one_time_code=App(account).next_code())
    if answer.location != "/":
        raise OperationError(f"{account['email']} could not sign in: {answer.status}.")
