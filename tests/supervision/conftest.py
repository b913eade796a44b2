"""What the tests of supervision share."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import Office, User
from app.accounts.permissions import Role
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.database import db
from app.referrals.enums import ReferralStatus
from app.referrals.models import Referral, ReferralStatusChange
from tests.conftest import SignIn, actor_of
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.referrals import sent_referral_of
from tests.guarded_client import GuardedClient


@pytest.fixture
def supervisor(office: Office) -> Actor:
    return actor_of(Role.SUPERVISOR, office)


@pytest.fixture
def board_client(sign_in: SignIn) -> GuardedClient:
    """The browser of the office's supervisor."""
    return sign_in(Role.SUPERVISOR, name="Luis Cárdenas")


@pytest.fixture
def ana(session: Session, office: Office) -> User:
    return colleague(office, "Ana Peñaranda")


@pytest.fixture
def bruno(session: Session, office: Office) -> User:
    return colleague(office, "Bruno Cardoso")


def colleague(office: Office, name: str) -> User:
    user: User = UserFactory(office=office, name=name)
    GrantFactory(user=user, role=Role.CASEWORKER, office=office)
    return user


def answered_referral_of(case: Case, status: ReferralStatus, **fields: object) -> Referral:
    """A referral that the partner has answered, with the step that did it."""
    referral = sent_referral_of(case, status, **fields)
    db.session.add(
        ReferralStatusChange(
            referral_id=referral.id, case_id=referral.case_id, step="answer", status=status, actor_kind="partner_link"
        )
    )
    db.session.commit()
    return referral


def text_of(response: TestResponse) -> str:
    """The words of a page, without tags."""
    words = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(unescape(words).split())
