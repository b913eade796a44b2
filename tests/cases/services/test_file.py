from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases import services
from app.cases.enums import (
    ClosureReason,
    FollowUpKind,
    FollowUpOutcome,
)
from app.cases.models import Case, FollowUp
from app.cases.services import (
    Closing,
    Completion,
    NewNote,
    PlannedContact,
    StepTaken,
)
from app.foundation.actor import Actor
from tests.cases.conftest import audit_of_cases
from tests.cases.services.history import NEW
from tests.factories.cases import case_at, follow_up_of


def test_opening_a_file_writes_one_row_with_the_section_read(session: Session, office: Office, caseworker: Actor) -> None:
    case = case_at(office)
    services.open_file(caseworker, case.id, section="notes")
    row = session.scalars(audit_of_cases()).one()
    assert (row.action, row.subject_id, row.fields) == ("case:opened", case.id, ["notes"])


def test_listing_writes_one_row_with_its_count(session: Session, caseworker: Actor) -> None:
    services.record_listing(caseworker, 25)
    row = session.scalars(audit_of_cases()).one()
    assert (row.action, row.count, row.subject_id) == ("case:listed", 25, None)


class TestFreshSessions:
    """A request begins with nothing loaded: each use case must read what it needs by itself."""

    def use_cases(self, today: date) -> dict[str, Callable[[Actor, Case, FollowUp], object]]:
        tomorrow = today + timedelta(days=1)
        return {
            "note": lambda actor, case, _: services.add_note(actor, case.id, NewNote("x", today)),
            "plan": lambda actor, case, _: services.plan_follow_up(actor, case.id, PlannedContact(FollowUpKind.CALL, tomorrow)),
            "complete": lambda actor, case, follow_up: services.complete_follow_up(
                actor,
                case.id,
                follow_up.id,
                Completion(FollowUpOutcome.POSTPONED, today, 1, None, PlannedContact(FollowUpKind.CALL, tomorrow)),
            ),
            "hold": lambda actor, case, _: services.hold_case(actor, case.id, StepTaken("x", 1)),
            "close": lambda actor, case, _: services.close_case(actor, case.id, Closing("x", 1, ClosureReason.OTHER, today)),
            "take": lambda actor, case, _: services.take_case(actor, case.id),
            "assign": lambda actor, case, _: services.assign_case(actor, case, caseworker_id=actor.id, based_on=1),
            "open another": lambda actor, case, _: services.open_case(actor, case.person_id, NEW),
        }

    @pytest.mark.parametrize("name", ["note", "plan", "complete", "hold", "close", "take", "assign", "open another"])
    def test_a_use_case_needs_nothing_loaded_before_it(
        self, session: Session, office: Office, supervisor: Actor, today: date, name: str
    ) -> None:
        case = case_at(office)
        follow_up = follow_up_of(case, days=0)
        assert case.id
        assert follow_up.id
        session.expunge_all()
        self.use_cases(today)[name](supervisor, case, follow_up)
        session.flush()
        assert session.scalars(audit_of_cases()).all()
