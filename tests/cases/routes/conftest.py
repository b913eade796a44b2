"""Who stands before the doors of this room."""

from __future__ import annotations

import pytest

from app.accounts.permissions import Role
from tests.conftest import SignIn
from tests.guarded_client import GuardedClient


@pytest.fixture
def worker(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def supervisor(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.SUPERVISOR, name="Lucía Cárdenas")


@pytest.fixture
def colleague(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER, name="Bruno Cardoso")
