from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.audit.models import AuditEvent
from app.audit.queries import AuditFilter, list_events
from app.foundation.actor import ActorKind
from app.foundation.clock import now

BOGOTA = "America/Bogota"


def event_at(session: Session, office: Office, moment: datetime, **fields: object) -> AuditEvent:
    event = AuditEvent(actor_kind=ActorKind.STAFF, action="case:opened", office_id=office.id, occurred_at=moment, **fields)
    session.add(event)
    session.flush()
    return event


def test_a_day_is_the_day_of_the_office(session: Session, office: Office) -> None:
    late = event_at(session, office, datetime(2026, 11, 20, 23, 30, tzinfo=ZoneInfo(BOGOTA)))
    event_at(session, office, datetime(2026, 11, 21, 0, 30, tzinfo=ZoneInfo(BOGOTA)))
    found = list_events({office.id}, AuditFilter(day=date(2026, 11, 20), time_zone=BOGOTA))
    assert [event.id for event in found.rows] == [late.id]


def test_newest_come_first_and_pages_follow(session: Session, office: Office) -> None:
    events = [event_at(session, office, now() - timedelta(minutes=minutes)) for minutes in range(30)]
    first = list_events({office.id}, AuditFilter())
    second = list_events({office.id}, AuditFilter(), page=2)
    assert [event.id for event in (*first.rows, *second.rows)] == [event.id for event in events]
    assert (first.has_next, second.has_next) == (True, False)


def test_no_office_means_no_rows(session: Session, office: Office) -> None:
    event_at(session, office, now())
    assert list_events(frozenset(), AuditFilter()).rows == []


def test_the_names_of_what_narrows_are_kept_without_their_values() -> None:
    assert AuditFilter(action="case:opened", day=date(2026, 1, 1)).names_in_use() == ["day", "action"]
