"""Actors of the catalogue's tests."""

from __future__ import annotations

import pytest

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.foundation.actor import Actor
from tests.conftest import actor_of


@pytest.fixture
def coordinator(office: Office) -> Actor:
    """The reporting officer, who keeps the catalogue."""
    return actor_of(Role.REPORTING_OFFICER, office)
