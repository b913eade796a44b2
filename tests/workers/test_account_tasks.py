"""Invitations by mail: a real conversation with a catcher, and what happens when it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.accounts.links import invitation_url
from app.accounts.models import Invitation
from app.accounts.permissions import Role
from app.accounts.scopes import Scope
from app.accounts.services import NewUser, invite_user
from app.foundation.database import db
from app.foundation.jobs import OutboxMessage
from app.foundation.transactions import transaction
from tests.accounts.conftest import whole_administrator
from tests.factories.accounts import OfficeFactory
from tests.workers.conftest import Workers
from tests.workers.contexts import AS_SYSTEM
from tests.workers.referrals import WRITTEN_HERE
from tests.workers.test_referral_tasks import Catcher, catcher  # noqa: F401 - the mail server of these tests too


@pytest.fixture
def invitation_id(jobs_session: Any) -> Iterator[UUID]:
    """Somebody was invited, in Portuguese; the mail waits in the outbox."""
    from app.accounts.doors import actor_for

    office = OfficeFactory(code="BVB", name="Boa Vista", country="BR")
    new = NewUser(
        name="Canária Invisível",
        email="marta@example.org",
        role=Role.CASEWORKER,
        scope=Scope(office_id=office.id),
        office_id=office.id,
        locale="pt",
    )
    admin = actor_for(whole_administrator())
    with transaction():
        made = invite_user(admin, new).id
    yield made
    jobs_session.rollback()
    with db.engine.begin() as connection:
        connection.execute(AS_SYSTEM)
        for table in ("invitation", *WRITTEN_HERE):
            connection.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - fixed names


@pytest.fixture(autouse=True)
def _mails_leave(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flask-Mail swallows mails in tests; these are about them."""
    monkeypatch.setattr(workers.flask.extensions["mail"], "suppress", False)


def job_of(invitation_id: UUID) -> OutboxMessage:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.job == "accounts.send_invitation")).one()


def reread(invitation_id: UUID) -> Invitation:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Invitation, invitation_id)


def test_the_mail_holds_the_link_and_no_more(workers: Workers, catcher: Catcher, invitation_id: UUID) -> None:  # noqa: F811
    workers.run("accounts.send_invitation", job_of(invitation_id).id)
    (mail,) = catcher.mails
    assert catcher.recipients == ["marta@example.org"]
    assert mail["Subject"] == "Seu acesso ao Quipu"
    text = mail.get_content()
    assert invitation_url(invitation_id) in text
    assert "Foi criada uma conta" in text
    assert "Canária" not in mail.as_string()
    assert "Boa Vista" not in mail.as_string()
    assert reread(invitation_id).mailed_at is not None
    assert job_of(invitation_id).done_at is not None


def test_the_job_run_twice_sends_one_mail(workers: Workers, catcher: Catcher, invitation_id: UUID) -> None:  # noqa: F811
    for _ in range(2):
        workers.run("accounts.send_invitation", job_of(invitation_id).id)
    assert len(catcher.mails) == 1


def test_a_mail_that_was_refused_is_tried_again_later(workers: Workers, catcher: Catcher, invitation_id: UUID) -> None:  # noqa: F811
    catcher.at_recipient = "450 not now"
    workers.run("accounts.send_invitation", job_of(invitation_id).id)
    assert (job_of(invitation_id).done_at, job_of(invitation_id).attempts) == (None, 1)
    assert reread(invitation_id).mail_attempted_at is None
    catcher.at_recipient = ""
    workers.run("accounts.send_invitation", job_of(invitation_id).id)
    assert reread(invitation_id).mailed_at is not None


def test_a_mail_that_may_have_left_is_not_sent_again(workers: Workers, catcher: Catcher, invitation_id: UUID) -> None:  # noqa: F811
    catcher.hangs_up = True
    for _ in range(2):
        workers.run("accounts.send_invitation", job_of(invitation_id).id)
    assert len(catcher.mails) == 1
    invitation = reread(invitation_id)
    assert invitation.mail_attempted_at is not None
    assert invitation.mailed_at is None
