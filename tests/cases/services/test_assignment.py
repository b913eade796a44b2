from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases import services
from app.cases.enums import (
    CaseKind,
)
from app.cases.services import (
    NewCase,
)
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, StaleVersion, WrongState
from tests.cases.services.history import Audited, assignments_of
from tests.conftest import actor_of
from tests.factories.cases import PersonOfACaseFactory, case_at, closed_case_at


class TestAssignment:
    def test_a_hand_over_ends_the_earlier_assignment_and_keeps_it(
        self, session: Session, office: Office, caseworker: Actor, supervisor: Actor, audited: Audited
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        case = services.open_case(caseworker, person.id, NewCase(CaseKind.DOCUMENTATION, "PPT", caseworker_id=caseworker.id))
        colleague = actor_of(Role.CASEWORKER, office)
        services.assign_case(supervisor, case, caseworker_id=colleague.id, reason="Vacaciones", based_on=1)
        session.flush()
        assert (case.caseworker_id, case.version) == (colleague.id, 2)
        first, second = assignments_of(session, case)
        assert (first.caseworker_id, first.ended_at is not None) == (caseworker.id, True)
        assert (second.caseworker_id, second.reason, second.ended_at) == (colleague.id, "Vacaciones", None)
        assert audited() == ["case:created", "case:assigned"]

    def test_giving_a_case_to_whoever_carries_it_changes_nothing(
        self, session: Session, office: Office, supervisor: Actor, caseworker: Actor
    ) -> None:
        case = case_at(office, caseworker_id=caseworker.id)
        services.assign_case(supervisor, case, caseworker_id=caseworker.id)
        assert case.version == 1
        assert assignments_of(session, case) == []

    def test_a_case_can_be_given_back_to_nobody(self, office: Office, supervisor: Actor, caseworker: Actor) -> None:
        case = case_at(office, caseworker_id=caseworker.id)
        assert services.assign_case(supervisor, case, caseworker_id=None).caseworker_id is None

    def test_an_assignment_from_an_old_page_is_refused(self, office: Office, supervisor: Actor, caseworker: Actor) -> None:
        case = case_at(office, version=3)
        with pytest.raises(StaleVersion):
            services.assign_case(supervisor, case, caseworker_id=caseworker.id, based_on=2)

    def test_a_caseworker_does_not_reassign(self, office: Office, caseworker: Actor) -> None:
        with pytest.raises(NotAllowed):
            services.assign_case(caseworker, case_at(office), caseworker_id=caseworker.id)

    def test_a_case_that_nobody_carries_is_taken_once(self, office: Office, caseworker: Actor, supervisor: Actor) -> None:
        case = case_at(office)
        services.take_case(caseworker, case.id)
        assert case.caseworker_id == caseworker.id
        services.take_case(caseworker, case.id)
        assert case.version == 2
        with pytest.raises(WrongState):
            services.take_case(supervisor, case.id)

    def test_a_closed_case_is_not_taken(self, office: Office, caseworker: Actor) -> None:
        with pytest.raises(WrongState):
            services.take_case(caseworker, closed_case_at(office).id)
