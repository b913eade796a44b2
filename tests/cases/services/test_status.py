from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases import services
from app.cases.enums import (
    CaseStatus,
    ClosureReason,
    FollowUpOutcome,
)
from app.cases.models import Case
from app.cases.services import (
    Closing,
    StepTaken,
)
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, RefusedInput, StaleVersion, WrongState
from app.web.page_parts import Link
from tests.cases.services.history import Audited, changes_of
from tests.factories.cases import case_at, closed_case_at, follow_up_of, held_case_at


class TestSteps:
    def test_a_case_on_hold_asks_for_nobody_until_it_is_resumed(
        self, session: Session, office: Office, caseworker: Actor, today: date, audited: Audited
    ) -> None:
        case = case_at(office)
        follow_up_of(case, days=-2)
        services.hold_case(caseworker, case.id, StepTaken("Espera cita del consulado", 1))
        assert (case.status, case.attention_on, case.version) == (CaseStatus.ON_HOLD, None, 2)
        services.resume_case(caseworker, case.id, StepTaken("", 2))
        assert (case.status, case.attention_on, case.version) == (CaseStatus.OPEN, today - timedelta(days=2), 3)
        session.flush()
        assert [(change.step, change.reason) for change in changes_of(session, case)] == [
            ("hold", "Espera cita del consulado"),
            ("resume", None),
        ]
        assert audited() == ["case:held", "case:resumed"]

    def test_closing_settles_what_was_planned_and_keeps_its_reason(
        self, session: Session, office: Office, caseworker: Actor, today: date, audited: Audited
    ) -> None:
        case = case_at(office)
        follow_up = follow_up_of(case, days=4)
        yesterday = today - timedelta(days=1)
        services.close_case(caseworker, case.id, Closing("Tiene el PPT", 1, ClosureReason.GOAL_MET, yesterday))
        session.flush()
        assert (case.status, case.closed_on, case.closure_reason, case.attention_on) == (
            CaseStatus.CLOSED,
            yesterday,
            ClosureReason.GOAL_MET,
            None,
        )
        assert (follow_up.outcome, follow_up.done_on) == (FollowUpOutcome.NOT_NEEDED, today)
        change = changes_of(session, case)[-1]
        assert (change.step, change.effective_on, change.closure_reason, change.reason) == (
            "close",
            yesterday,
            ClosureReason.GOAL_MET,
            "Tiene el PPT",
        )
        assert audited() == ["case:closed"]

    def test_an_upper_room_can_speak_against_closing(
        self, office: Office, caseworker: Actor, today: date, objections: list[Link]
    ) -> None:
        case = case_at(office)
        objections[:] = [Link("Espera una respuesta.", "/referrals/1"), Link("Espera otra.", "/referrals/2")]
        closing = Closing("Listo", 1, ClosureReason.GOAL_MET, today)
        with pytest.raises(RefusedInput) as refusal:
            services.close_case(caseworker, case.id, closing)
        assert str(refusal.value.sentence) == "Espera una respuesta. Espera otra."
        assert case.status is CaseStatus.OPEN
        objections.clear()
        services.close_case(caseworker, case.id, closing)
        assert case.status is CaseStatus.CLOSED

    @pytest.mark.parametrize(("days", "field"), [(1, "closed_on"), (-31, "closed_on")])
    def test_a_case_closes_between_its_opening_and_today(
        self, office: Office, caseworker: Actor, today: date, days: int, field: str
    ) -> None:
        case = case_at(office)
        with pytest.raises(RefusedInput) as refusal:
            services.close_case(caseworker, case.id, Closing("Listo", 1, ClosureReason.OTHER, today + timedelta(days=days)))
        assert refusal.value.field == field

    def test_reopening_keeps_the_closing_in_the_history(
        self, session: Session, office: Office, supervisor: Actor, today: date, audited: Audited
    ) -> None:
        case = case_at(office)
        services.close_case(supervisor, case.id, Closing("Se fue", 1, ClosureReason.MOVED_ON, today))
        services.reopen_case(supervisor, case.id, StepTaken("Volvió", 2))
        session.flush()
        assert (case.status, case.closed_on, case.closure_reason, case.attention_on) == (CaseStatus.OPEN, None, None, today)
        assert [(change.step, change.closure_reason) for change in changes_of(session, case)] == [
            ("close", ClosureReason.MOVED_ON),
            ("reopen", None),
        ]
        assert audited() == ["case:closed", "case:reopened"]

    def test_a_caseworker_does_not_reopen(self, office: Office, caseworker: Actor) -> None:
        with pytest.raises(NotAllowed):
            services.reopen_case(caseworker, closed_case_at(office).id, StepTaken("Volvió", 1))

    def test_a_step_from_an_old_page_shows_both_sides(
        self, office: Office, caseworker: Actor, supervisor: Actor, today: date
    ) -> None:
        case = case_at(office)
        services.hold_case(supervisor, case.id, StepTaken("Espera", 1))
        with pytest.raises(StaleVersion) as stale:
            services.close_case(caseworker, case.id, Closing("Tiene el PPT", 1, ClosureReason.GOAL_MET, today))
        assert [written for _now, written in stale.value.differences.values()] == ["Tiene el PPT"]
        assert case.status is CaseStatus.ON_HOLD

    STEPS = {
        "hold": (services.hold_case, case_at),
        "resume": (services.resume_case, held_case_at),
        "reopen": (services.reopen_case, closed_case_at),
    }

    @pytest.mark.parametrize("made", [case_at, held_case_at, closed_case_at])
    @pytest.mark.parametrize("step", STEPS)
    def test_a_step_is_taken_only_from_its_own_state(
        self, office: Office, supervisor: Actor, step: str, made: Callable[[Office], Case]
    ) -> None:
        take, admitted = self.STEPS[step]
        case = made(office)
        if made is admitted:
            assert take(supervisor, case.id, StepTaken("porque sí", 1)).version == 2
            return
        with pytest.raises(WrongState):
            take(supervisor, case.id, StepTaken("porque sí", 1))
