"""A case to refer, a provider to ask, a sent referral with its link, and a caseworker at a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.models import Case
from app.directory.models import ProvidedService
from app.extensions import limiter
from app.referrals.models import Referral
from tests.conftest import SignIn
from tests.factories.referrals import agree, case_of_a_person, link_to, provider, sent_referral_of
from tests.guarded_client import GuardedClient
from tests.referrals.partner import address


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


@pytest.fixture
def referral(case: Case) -> Referral:
    """A referral that was sent yesterday and shows given names and age."""
    return sent_referral_of(case)


@pytest.fixture
def url(referral: Referral) -> str:
    """Where the partner opens that referral."""
    return address(link_to(referral))


@pytest.fixture
def worker(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)
