"""What meets at one moment: two answers by one link, and a consent withdrawn while a referral is being sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.models import Case
from app.foundation import access
from app.foundation.database import db
from app.foundation.errors import StaleVersion
from app.foundation.transactions import transaction
from app.people import services as people
from app.people.enums import ConsentDecision, ConsentPurpose
from app.referrals import services
from app.referrals.enums import DeclineReason, ReferralStatus
from app.referrals.models import PartnerLink, Referral
from tests.conftest import actor_of
from tests.factories.referrals import draft_of, link_to
from tests.workers.conftest import Workers
from tests.workers.referrals import sent_referral


@pytest.fixture
def referral(jobs_session: Any) -> Iterator[Referral]:
    with sent_referral(jobs_session) as sent:
        yield sent


@pytest.fixture
def link(referral: Referral) -> PartnerLink:
    return link_to(referral)


def test_two_answers_at_one_moment_write_one_and_tell_the_other(workers: Workers, referral: Referral, link: PartnerLink) -> None:
    token, at_the_same_time = services.token_of(link.id), threading.Barrier(2)

    def answer(step: str, reason: DeclineReason | None) -> str:
        with workers.web.app_context():
            holder = services.holder_of(token)
            db.session.rollback()
            at_the_same_time.wait(timeout=20)
            try:
                with transaction():
                    given = services.PartnerAnswer(step=step, based_on=1, decline_reason=reason)
                    services.answer_by_partner(holder, given)
            except StaleVersion:
                return "told"
            return step

    with ThreadPoolExecutor(2) as colleagues:
        answers = [colleagues.submit(answer, "accept", None), colleagues.submit(answer, "decline", DeclineReason.UNSAFE)]
        outcomes = sorted(answer.result(timeout=30) for answer in answers)
    assert outcomes in (["accept", "told"], ["decline", "told"])
    db.session.refresh(referral)
    assert referral.version == 2
    assert db.session.scalar(sa.text("SELECT count(*) FROM referral_status_change WHERE step IN ('accept', 'decline')")) == 1


def test_a_consent_withdrawn_while_a_referral_is_being_sent_closes_it(workers: Workers, referral: Referral) -> None:
    draft = draft_of(db.session.get_one(Case, referral.case_id))
    draft_id, person_id = draft.id, db.session.get_one(Case, referral.case_id).person_id
    worker = actor_of(Role.CASEWORKER, db.session.get_one(Office, referral.office_id))
    db.session.commit()
    is_sent, withdraws = threading.Event(), threading.Event()

    def send() -> None:
        with workers.web.app_context(), transaction():
            access.enter(worker)
            services.send_referral(worker, draft_id, based_on=1)
            is_sent.set()
            withdraws.wait(timeout=20)
            time.sleep(0.3)  # by now the other one stands before the person's lock

    def withdraw() -> None:
        with workers.web.app_context():
            access.enter(worker)
            is_sent.wait(timeout=20)
            withdraws.set()
            answer = people.ConsentAnswer(
                purpose=ConsentPurpose.REFERRAL_SHARING, decision=ConsentDecision.WITHDRAWN, language="es"
            )
            with transaction():
                people.record_consent(worker, person_id, answer)

    with ThreadPoolExecutor(2) as hands:
        for hand in [hands.submit(send), hands.submit(withdraw)]:
            hand.result(timeout=40)
    db.session.rollback()
    db.session.expire_all()
    assert db.session.get_one(Referral, draft_id).status is ReferralStatus.REVOKED
    links = db.session.scalars(sa.select(PartnerLink).where(PartnerLink.referral_id == draft_id)).all()
    assert len(links) == 1
    assert links[0].revoked_at is not None
