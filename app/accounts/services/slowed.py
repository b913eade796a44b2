"""What the pages of signing in count: password tries by account or known device, code tries by account, both by address."""

from __future__ import annotations

from flask import request

from app.accounts.models import User
from app.accounts.second_factor import known_devices
from app.accounts.services.tries import Counter, count_try, forget_tries
from app.foundation.transactions import transaction


def admit_password(email: str) -> int:
    """Count a try with a password; whole seconds to wait before it is checked, 0 for none. Commits."""
    with transaction():
        return count_try([_of_password(email), _of_this_network()])


def forget_password_tries(email: str) -> None:
    """The password was right."""
    forget_tries(_of_password(email), _of_this_network())


def admit_code(user: User) -> int:
    """Count a try with a code; whole seconds to wait before it is checked, 0 for none. Commits."""
    with transaction():
        return count_try([_of_code(user), _of_this_network()])


def forget_code_tries(user: User) -> None:
    """The code was right."""
    forget_tries(_of_code(user), _of_this_network())


def _of_password(email: str) -> Counter:
    """A browser that the account knows has a count of its own: strangers cannot slow it."""
    name = email.strip().lower()
    device = known_devices.device_of(name)
    return Counter.of_account("device", device, name) if device else Counter.of_account("password", name)


def _of_code(user: User) -> Counter:
    return Counter.of_account("code", str(user.id))


def _of_this_network() -> Counter:
    return Counter.of_network(request.remote_addr or "unknown")
