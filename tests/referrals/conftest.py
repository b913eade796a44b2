"""A case of somebody who agreed to sharing, and one to refer it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.accounts.models import Office
from app.cases.models import Case
from app.directory.models import ProvidedService
from app.extensions import limiter
from tests.factories.referrals import agree, case_of_a_person, provider


@pytest.fixture
def case(office: Office) -> Case:
    """An open case whose person has said nothing yet about sharing."""
    return case_of_a_person(office)


@pytest.fixture
def agreed_case(case: Case) -> Case:
    """An open case whose person agreed to sharing."""
    agree(case)
    return case


@pytest.fixture
def provided(office: Office) -> ProvidedService:
    """A service in the country of the office, with somebody who answers."""
    return provider(organisation__name="Clínica La Frontera")


@pytest.fixture(autouse=True)
def without_limits() -> Iterator[None]:
    """Tests ask faster than people; the one about limits switches them on."""
    was_enabled, limiter.enabled = limiter.enabled, False
    yield
    limiter.enabled = was_enabled
