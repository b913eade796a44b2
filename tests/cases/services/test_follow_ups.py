from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases import services
from app.cases.enums import (
    FollowUpKind,
    FollowUpOutcome,
)
from app.cases.services import (
    Completion,
    PlannedContact,
)
from app.foundation.actor import Actor
from app.foundation.errors import NotFound, RefusedInput, StaleVersion, WrongState
from tests.cases.services.history import Audited, follow_ups_of
from tests.factories.cases import case_at, closed_case_at, follow_up_of


class TestFollowUps:
    def test_planning_a_nearer_contact_moves_the_day_of_attention(
        self, office: Office, caseworker: Actor, today: date, audited: Audited
    ) -> None:
        case = case_at(office)
        follow_up_of(case, days=10)
        services.plan_follow_up(caseworker, case.id, PlannedContact(FollowUpKind.VISIT, today + timedelta(days=2), "ver al niño"))
        assert case.attention_on == today + timedelta(days=2)
        services.plan_follow_up(caseworker, case.id, PlannedContact(FollowUpKind.CALL, today + timedelta(days=5)))
        assert case.attention_on == today + timedelta(days=2)
        assert audited() == ["follow_up:planned", "follow_up:planned"]

    def test_the_last_contact_done_leaves_the_case_asking_for_a_plan_from_today(
        self, session: Session, office: Office, caseworker: Actor, today: date, audited: Audited
    ) -> None:
        case = case_at(office)
        follow_up = follow_up_of(case, days=-4)
        done = services.complete_follow_up(
            caseworker, case.id, follow_up.id, Completion(FollowUpOutcome.REACHED, today, 1, "Está bien")
        )
        session.flush()
        assert (done.outcome, done.done_on, done.outcome_words, done.done_by, done.version) == (
            FollowUpOutcome.REACHED,
            today,
            "Está bien",
            caseworker.id,
            2,
        )
        assert case.attention_on == today
        assert audited() == ["follow_up:completed"]

    def test_the_next_contact_is_planned_in_the_same_step(
        self, session: Session, office: Office, caseworker: Actor, today: date
    ) -> None:
        case = case_at(office)
        follow_up = follow_up_of(case, days=0)
        next_contact = PlannedContact(FollowUpKind.VISIT, today + timedelta(days=7), "ver la casa")
        services.complete_follow_up(
            caseworker, case.id, follow_up.id, Completion(FollowUpOutcome.NOT_REACHED, today, 1, next_contact=next_contact)
        )
        assert [row.due_on for row in follow_ups_of(session, case) if row.done_on is None] == [today + timedelta(days=7)]
        assert case.attention_on == today + timedelta(days=7)

    def test_what_was_put_off_needs_a_new_day(self, office: Office, caseworker: Actor, today: date) -> None:
        case = case_at(office)
        follow_up = follow_up_of(case, days=0)
        with pytest.raises(RefusedInput) as refusal:
            services.complete_follow_up(caseworker, case.id, follow_up.id, Completion(FollowUpOutcome.POSTPONED, today, 1))
        assert refusal.value.field == "next_due_on"
        assert follow_up.done_on is None

    def test_two_colleagues_do_not_write_over_each_other(
        self, office: Office, caseworker: Actor, supervisor: Actor, today: date
    ) -> None:
        case = case_at(office)
        follow_up = follow_up_of(case, days=0)
        services.complete_follow_up(caseworker, case.id, follow_up.id, Completion(FollowUpOutcome.REACHED, today, 1, "Vino"))
        with pytest.raises(StaleVersion) as stale:
            services.complete_follow_up(
                supervisor, case.id, follow_up.id, Completion(FollowUpOutcome.NOT_REACHED, today, 1, "No contesta")
            )
        assert ("Vino", "No contesta") in stale.value.differences.values()
        assert follow_up.outcome is FollowUpOutcome.REACHED

    def test_a_follow_up_of_another_case_is_not_found(self, office: Office, caseworker: Actor, today: date) -> None:
        follow_up = follow_up_of(case_at(office), days=0)
        with pytest.raises(NotFound):
            services.complete_follow_up(
                caseworker, case_at(office).id, follow_up.id, Completion(FollowUpOutcome.REACHED, today, 1)
            )

    def test_a_contact_cannot_be_planned_for_a_day_that_has_passed(self, office: Office, caseworker: Actor, today: date) -> None:
        with pytest.raises(RefusedInput):
            services.plan_follow_up(caseworker, case_at(office).id, PlannedContact(FollowUpKind.CALL, today - timedelta(days=1)))

    def test_nothing_is_planned_in_a_closed_case(self, office: Office, caseworker: Actor, today: date) -> None:
        with pytest.raises(WrongState):
            services.plan_follow_up(caseworker, closed_case_at(office).id, PlannedContact(FollowUpKind.CALL, today))
