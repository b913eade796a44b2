"""The owners of a file that was opened in an emergency are told: once each, by a mail that says nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.accounts.models import BreakGlass, BreakGlassNotice
from app.accounts.permissions import Role
from app.cases.models import Case
from app.emergency import jobs
from app.foundation.actor import system_actor
from app.foundation.database import db
from app.foundation.jobs import OutboxMessage, enqueue
from app.foundation.transactions import transaction
from app.people.models import Person
from ops.throwaway import ThrowawayServers
from tests.conftest import actor_of
from tests.factories.accounts import OfficeFactory
from tests.factories.emergency import use_of_file
from tests.factories.referrals import case_of_a_person
from tests.workers.conftest import Workers
from tests.workers.contexts import clear_as_owner
from tests.workers.referrals import WRITTEN_HERE
from tests.workers.test_referral_tasks import Catcher, catcher  # noqa: F401 - the mail server of these tests too

OWN_TABLES = ("break_glass_notice", "break_glass_opening", "break_glass")


@pytest.fixture
def use(jobs_session: Any, servers: ThrowawayServers) -> Iterator[BreakGlass]:
    """A file with a caseworker and a supervisor was opened; the job waits in the outbox."""
    office = OfficeFactory(code="CUC", name="Cúcuta")
    carrier, _supervisor = actor_of(Role.CASEWORKER, office), actor_of(Role.SUPERVISOR, office)
    actor_of(Role.CASEWORKER, office)  # a colleague who carries nothing of it
    case: Case = case_of_a_person(office, caseworker_id=carrier.id)
    made = use_of_file(jobs_session.get_one(Person, case.person_id))
    with transaction():
        enqueue(jobs.TELL_OWNERS, actor=system_actor("tests"), use_id=made.id)
    yield made
    jobs_session.rollback()
    clear_as_owner(servers, (*OWN_TABLES, "submission", *WRITTEN_HERE))


@pytest.fixture(autouse=True)
def _mails_leave(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flask-Mail swallows mails in tests; these are about them."""
    monkeypatch.setattr(workers.flask.extensions["mail"], "suppress", False)


def messages(job: str) -> list[UUID]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(OutboxMessage.id).where(OutboxMessage.job == job)))


def notices() -> list[BreakGlassNotice]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(BreakGlassNotice)))


@pytest.mark.usefixtures("use")
def test_caseworker_and_supervisor_are_told_once_each(workers: Workers, catcher: Catcher) -> None:  # noqa: F811
    for _ in range(2):
        workers.run(jobs.TELL_OWNERS, messages(jobs.TELL_OWNERS)[0])
    assert len(notices()) == 2
    for _ in range(2):
        for message_id in messages(jobs.MAIL_OWNER):
            workers.run(jobs.MAIL_OWNER, message_id)
    assert len(catcher.mails) == 2
    assert all(notice.mailed_at for notice in notices())


@pytest.mark.usefixtures("use")
def test_the_mail_names_nobody(workers: Workers, catcher: Catcher) -> None:  # noqa: F811
    workers.run(jobs.TELL_OWNERS, messages(jobs.TELL_OWNERS)[0])
    workers.run(jobs.MAIL_OWNER, messages(jobs.MAIL_OWNER)[0])
    (mail,) = catcher.mails
    assert mail["Subject"] == "Quipu: se abrió una ficha de emergencia"
    text = mail.get_content()
    assert "Inicie sesión para ver" in text
    for word in ("Colega", "Cúcuta", "CUC-", "fiebre", "/emergency", "/people"):
        assert word not in mail.as_string()


@pytest.mark.usefixtures("use")
def test_a_mail_that_was_refused_is_tried_again(workers: Workers, catcher: Catcher) -> None:  # noqa: F811
    workers.run(jobs.TELL_OWNERS, messages(jobs.TELL_OWNERS)[0])
    first = messages(jobs.MAIL_OWNER)[0]
    catcher.at_recipient = "450 not now"
    workers.run(jobs.MAIL_OWNER, first)
    assert [notice.mail_attempted_at for notice in notices()] == [None, None]
    catcher.at_recipient = ""
    workers.run(jobs.MAIL_OWNER, first)
    assert len([notice for notice in notices() if notice.mailed_at]) == 1
