"""What was read before a lock was waited for must not be trusted after it: the lock reads the row again."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.enums import LinkPurpose
from app.accounts.models import Invitation, Office, User
from app.accounts.queries import find_invitation
from app.accounts.services.one_time_links import write_link
from app.foundation.actor import Actor
from app.foundation.clock import now
from tests.factories.accounts import UserFactory


def changed_by_somebody_else(session: Session, statement: sa.Update) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})


def test_a_link_that_was_used_while_its_lock_was_waited_for_is_seen_as_used(
    session: Session, caseworker: Actor, office: Office
) -> None:
    user: User = UserFactory(office=office)
    link = write_link(caseworker, user, LinkPurpose.NEW_ACCOUNT)
    session.commit()
    read_before = find_invitation(link.id)
    assert read_before is not None
    assert read_before.used_at is None
    changed_by_somebody_else(session, sa.update(Invitation).where(Invitation.id == link.id).values(used_at=now()))
    locked = find_invitation(link.id, for_update=True)
    assert locked is not None
    assert locked.used_at is not None
