"""A restore says which erasures it knows of: later ones have to be repeated."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.data_protection.enums import ErasureState
from app.foundation.clock import now
from ops.backup.afterwards import KNOWN_ERASURES, Aftermath
from ops.backup.restoring import words_of_erasures
from tests.factories.accounts import UserFactory
from tests.factories.data_protection import ErasureRequestFactory
from tests.factories.people import PersonFactory


def test_it_counts_those_that_were_carried_out(session: Session, office: Office) -> None:
    decided = {"decided_by": UserFactory().id, "decided_at": now()}
    done = ErasureRequestFactory(person=PersonFactory(office=office), state=ErasureState.DONE, settled_at=now(), **decided)
    ErasureRequestFactory(person=PersonFactory(office=office))
    session.flush()
    assert tuple(session.execute(sa.text(KNOWN_ERASURES)).one()) == (1, done.settled_at)


def test_it_says_how_many_it_knows_and_that_the_others_must_be_repeated() -> None:
    words = words_of_erasures(Aftermath(0, 14, datetime(2026, 11, 20, 9, 30, tzinfo=UTC)))
    assert "must be repeated" in words
    assert "14, the last of 2026-11-20 09:30 UTC" in words


def test_a_backup_without_any_says_none() -> None:
    assert "knows of none" in words_of_erasures(Aftermath(0))
