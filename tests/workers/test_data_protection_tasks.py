"""The job that erases a person, under the role and the walls that it has in production."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.cases.models import Case
from app.data_protection.enums import ErasureReason, ErasureState
from app.data_protection.jobs import APPLY_RETENTION, CARRY_OUT_ERASURE
from app.data_protection.models import ErasureRequest, ScheduledErasure
from app.foundation.actor import system_actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import DataKey
from app.foundation.jobs import enqueue
from app.foundation.transactions import transaction
from app.people.models import Person
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.cases import closed_case_at
from tests.workers.conftest import Workers
from tests.workers.contexts import AS_SYSTEM
from tests.workers.referrals import WRITTEN_HERE


@pytest.fixture
def approved(jobs_session: Any) -> Iterator[tuple[UUID, UUID]]:
    """Ids of a person and of the request to erase them that two people have agreed on."""
    office = OfficeFactory(code="CUC", name="Cúcuta")
    case = closed_case_at(office, person__given_names="Xiomarita")
    asker, decider = UserFactory(office=office), UserFactory(office=office)
    request = ErasureRequest(
        person_id=case.person_id,
        person_code=case.person.code,
        office_id=office.id,
        reason=ErasureReason.ASKED,
        state=ErasureState.APPROVED,
        cases=1,
        referrals=0,
        documents=0,
        attachments=0,
        requested_by=asker.id,
        decided_by=decider.id,
        decided_at=now(),
    )
    db.session.add(request)
    db.session.commit()
    yield case.person_id, request.id
    jobs_session.rollback()
    with db.engine.begin() as connection:
        connection.execute(AS_SYSTEM)
        for table in ("erasure_request", "scheduled_erasure", *WRITTEN_HERE):
            connection.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - fixed names


@pytest.fixture
def closed_long_ago(approved: tuple[UUID, UUID]) -> UUID:
    """The id of a case whose words are due, of a person whose file is not; nobody has asked to erase them."""
    person_id, request_id = approved
    long_ago = now().date() - timedelta(days=365 * 4)
    case = db.session.scalars(sa.select(Case).where(Case.person_id == person_id)).one()
    case.opened_on = case.closed_on = long_ago
    db.session.delete(db.session.get_one(ErasureRequest, request_id))
    db.session.commit()
    return case.id


def ask_for(job: str) -> UUID:
    with transaction():
        return enqueue(job, actor=system_actor("tests"))


def job_for(request_id: UUID) -> UUID:
    with transaction():
        return enqueue(CARRY_OUT_ERASURE, actor=system_actor("tests"), request_id=request_id)


def test_the_job_erases_under_its_own_role_and_once(workers: Workers, approved: tuple[UUID, UUID]) -> None:
    person_id, request_id = approved
    case_id = db.session.scalars(sa.select(Case.id).where(Case.person_id == person_id)).one()
    db.session.rollback()
    for _time in range(2):
        workers.run(CARRY_OUT_ERASURE, job_for(request_id))
    db.session.rollback()
    db.session.expire_all()
    person, request = db.session.get_one(Person, person_id), db.session.get_one(ErasureRequest, request_id)
    assert (request.state, person.given_names, person.version) == (ErasureState.DONE, None, 2)
    assert db.session.scalars(sa.select(DataKey.id).where(DataKey.id.in_([person_id, case_id]))).all() == []


def test_the_schedule_plans_and_erases_under_its_own_role_and_once(workers: Workers, closed_long_ago: UUID) -> None:
    for _time in range(2):
        workers.run(APPLY_RETENTION, ask_for(APPLY_RETENTION))
    db.session.rollback()
    db.session.expire_all()
    plan = db.session.scalars(sa.select(ScheduledErasure).where(ScheduledErasure.record_id == closed_long_ago)).one()
    plan_id = plan.id
    assert plan.settled_at is None, "a month to see it coming"
    with db.engine.begin() as connection:
        connection.execute(AS_SYSTEM)
        connection.execute(sa.text("UPDATE scheduled_erasure SET planned_on = planned_on - 40, erase_on = erase_on - 40"))
    for _time in range(2):
        workers.run(APPLY_RETENTION, ask_for(APPLY_RETENTION))
    db.session.rollback()
    db.session.expunge_all()
    assert db.session.get_one(ScheduledErasure, plan_id).settled_at is not None
    case = db.session.get_one(Case, closed_long_ago)
    person = db.session.get_one(Person, case.person_id)
    assert (case.goal, person.given_names) == (None, "Xiomarita")


def test_the_web_role_may_not_forget_names(workers: Workers) -> None:
    with workers.web.app_context(), db.engine.connect() as connection:
        asked = sa.text("SELECT has_function_privilege(current_user, 'quipu_forget_name_words(text)', 'EXECUTE')")
        assert connection.scalar(asked) is False
