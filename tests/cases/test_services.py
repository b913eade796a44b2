from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases import services
from app.cases.enums import (
    CaseKind,
    CaseStatus,
    ClosureReason,
    FollowUpKind,
    FollowUpOutcome,
    Modality,
    RiskLevel,
    Unit,
)
from app.cases.kinds import describe
from app.cases.models import Case, CaseAssignment, CaseNote, CaseStatusChange, FollowUp, ServiceDelivery
from app.cases.policies import first_follow_up_day
from app.cases.services import (
    Closing,
    Completion,
    NewCase,
    NewDelivery,
    NewNote,
    PlannedContact,
    StepTaken,
)
from app.catalogue.models import Service
from app.foundation import clock
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, StaleVersion, WrongState
from tests.cases.conftest import audit_of_cases
from tests.conftest import actor_of
from tests.factories.cases import PersonOfACaseFactory, case_at, closed_case_at, follow_up_of, held_case_at
from tests.factories.catalogue import seeded

Audited = Callable[[], list[str]]
NEW = NewCase(kind=CaseKind.DOCUMENTATION, goal="Obtener el PPT", risk=RiskLevel.HIGH)


def changes_of(session: Session, case: Case) -> list[CaseStatusChange]:
    rows = session.scalars(sa.select(CaseStatusChange).where(CaseStatusChange.case_id == case.id))
    return sorted(rows, key=lambda change: change.changed_at)


def assignments_of(session: Session, case: Case) -> list[CaseAssignment]:
    rows = session.scalars(sa.select(CaseAssignment).where(CaseAssignment.case_id == case.id))
    return sorted(rows, key=lambda row: row.assigned_at)


def follow_ups_of(session: Session, case: Case) -> list[FollowUp]:
    return list(session.scalars(sa.select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.due_on, FollowUp.id)))


class TestOpening:
    def test_a_case_is_opened_with_its_history_and_its_first_follow_up(
        self, session: Session, office: Office, caseworker: Actor, today: date, audited: Audited
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        case = services.open_case(caseworker, person.id, NewCase(CaseKind.DOCUMENTATION, "PPT", RiskLevel.HIGH, caseworker.id))
        session.flush()
        assert (case.office_id, case.person_id, case.status, case.opened_on) == (office.id, person.id, CaseStatus.OPEN, today)
        assert [(change.step, change.status, change.effective_on) for change in changes_of(session, case)] == [
            ("open", CaseStatus.OPEN, today)
        ]
        assert [row.caseworker_id for row in assignments_of(session, case)] == [caseworker.id]
        deadline = first_follow_up_day(describe(CaseKind.DOCUMENTATION), RiskLevel.HIGH, start=today, country="CO")
        assert [follow_up.due_on for follow_up in follow_ups_of(session, case)] == [deadline]
        assert case.attention_on == deadline
        assert audited() == ["case:created"]

    def test_the_audit_row_names_fields_and_no_values(self, session: Session, office: Office, caseworker: Actor) -> None:
        person = PersonOfACaseFactory(office=office)
        new = NewCase(CaseKind.DOCUMENTATION, "PPT", intake={"regular_entry": "no"}, intake_words={"authority": "Migración"})
        case = services.open_case(caseworker, person.id, new)
        row = session.scalars(audit_of_cases()).one()
        assert (row.subject_type, row.subject_id, row.office_id, row.actor_id) == ("case", case.id, office.id, caseworker.id)
        assert set(row.fields) == {"kind", "goal", "risk", "caseworker", "regular_entry", "authority"}

    def test_codes_run_by_office_and_year_without_gaps(self, office: Office, caseworker: Actor, today: date) -> None:
        person = PersonOfACaseFactory(office=office)
        codes = [services.open_case(caseworker, person.id, NEW).code for _ in range(3)]
        assert codes == [f"CUC-{today.year}-0000{number}" for number in (1, 2, 3)]

    def test_work_that_is_written_down_late_keeps_its_day_and_its_deadline_is_not_in_the_past(
        self, session: Session, office: Office, caseworker: Actor, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        opened_on = today - timedelta(days=60)
        case = services.open_case(caseworker, person.id, NewCase(CaseKind.HUMANITARIAN_AID, "Comer", opened_on=opened_on))
        assert case.opened_on == opened_on
        assert case.code.startswith(f"CUC-{opened_on.year}-")
        assert [follow_up.due_on for follow_up in follow_ups_of(session, case)] == [today]

    def test_the_day_of_opening_is_the_day_at_the_office(
        self, monkeypatch: pytest.MonkeyPatch, office: Office, caseworker: Actor
    ) -> None:
        past_midnight_in_london = datetime(2026, 11, 21, 3, 30, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: past_midnight_in_london)
        case = services.open_case(caseworker, PersonOfACaseFactory(office=office).id, NEW)
        assert case.opened_on == date(2026, 11, 20)

    def test_an_appointment_of_the_intake_becomes_a_follow_up(
        self, session: Session, office: Office, caseworker: Actor, today: date
    ) -> None:
        tomorrow, last_year = today + timedelta(days=1), today - timedelta(days=200)
        intake = {"appointment_on": tomorrow.isoformat(), "deadline_on": last_year.isoformat()}
        case = services.open_case(
            caseworker,
            PersonOfACaseFactory(office=office).id,
            NewCase(CaseKind.DOCUMENTATION, "PPT", RiskLevel.LOW, intake=intake),
        )
        first, second = follow_ups_of(session, case)
        assert (first.kind, first.due_on, bool(first.purpose)) == (FollowUpKind.APPOINTMENT, tomorrow, True)
        assert second.due_on > tomorrow
        assert case.attention_on == tomorrow

    def test_a_person_of_another_office_is_not_found(self, stranger: Actor, office: Office) -> None:
        with pytest.raises(NotFound):
            services.open_case(stranger, PersonOfACaseFactory(office=office).id, NEW)

    @pytest.mark.parametrize("role", [Role.REPORTING_OFFICER, Role.DATA_PROTECTION, Role.ADMINISTRATOR])
    def test_roles_without_casework_open_no_case(self, session: Session, office: Office, role: Role) -> None:
        with pytest.raises(NotAllowed):
            services.open_case(actor_of(role, office), PersonOfACaseFactory(office=office).id, NEW)
        assert session.scalar(sa.select(sa.func.count()).select_from(Case)) == 0

    def test_a_stranger_or_an_administrator_cannot_be_made_caseworker(
        self, office: Office, caseworker: Actor, stranger: Actor
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        for somebody in (stranger.id, actor_of(Role.ADMINISTRATOR, office).id, uuid4()):
            with pytest.raises(RefusedInput) as refusal:
                services.open_case(caseworker, person.id, NewCase(CaseKind.DOCUMENTATION, "PPT", caseworker_id=somebody))
            assert refusal.value.field == "caseworker_id"

    def test_a_colleague_of_the_office_can_be_made_caseworker(self, office: Office, caseworker: Actor, supervisor: Actor) -> None:
        person = PersonOfACaseFactory(office=office)
        case = services.open_case(caseworker, person.id, NewCase(CaseKind.DOCUMENTATION, "PPT", caseworker_id=supervisor.id))
        assert case.caseworker_id == supervisor.id


class TestNotesAndServices:
    def test_a_note_keeps_the_day_it_happened_and_the_instant_it_was_written(
        self, session: Session, office: Office, caseworker: Actor, today: date, audited: Audited
    ) -> None:
        case = case_at(office)
        note = services.add_note(caseworker, case.id, NewNote("Perdió el pasaporte", today - timedelta(days=3)))
        session.flush()
        assert (note.occurred_on, note.author_id) == (today - timedelta(days=3), caseworker.id)
        assert note.recorded_at.date() >= today
        assert audited() == ["note:added"]

    def test_today_ends_at_midnight_of_the_office(
        self, monkeypatch: pytest.MonkeyPatch, office: Office, caseworker: Actor
    ) -> None:
        case = case_at(office, opened_on=date(2026, 11, 1))
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 4, 59, tzinfo=UTC))
        services.add_note(caseworker, case.id, NewNote("Hoy", date(2026, 11, 20)))
        with pytest.raises(RefusedInput) as refusal:
            services.add_note(caseworker, case.id, NewNote("Mañana", date(2026, 11, 21)))
        assert refusal.value.field == "occurred_on"
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))
        services.add_note(caseworker, case.id, NewNote("Ya es hoy", date(2026, 11, 21)))

    def test_a_service_is_kept_as_it_is_usually_delivered(
        self, session: Session, office: Office, caseworker: Actor, today: date, audited: Audited
    ) -> None:
        case = case_at(office, kind=CaseKind.HUMANITARIAN_AID)
        kit = seeded(Service, "H-HIG")
        delivery = services.deliver_service(caseworker, case.id, NewDelivery(kit.id, today, 2))
        session.flush()
        assert (delivery.unit, delivery.modality, delivery.quantity) == (Unit.KIT, Modality.IN_KIND, 2)
        assert (delivery.person_id, delivery.office_id, delivery.value_minor, delivery.currency) == (
            case.person_id,
            office.id,
            None,
            None,
        )
        assert audited() == ["service:delivered"]

    def test_what_the_caseworker_says_goes_before_what_is_usual(
        self, session: Session, office: Office, caseworker: Actor, today: date
    ) -> None:
        cash = NewDelivery(seeded(Service, "H-ALI").id, today, 3, Unit.PERSON, Modality.VOUCHER, 4_500_000, "COP")
        delivery = services.deliver_service(caseworker, case_at(office).id, cash)
        session.flush()
        stored = session.get_one(ServiceDelivery, delivery.id)
        assert (stored.unit, stored.modality, stored.value_minor, stored.currency) == (
            Unit.PERSON,
            Modality.VOUCHER,
            4_500_000,
            "COP",
        )

    def test_a_service_that_the_catalogue_lacks_is_refused(self, office: Office, caseworker: Actor, today: date) -> None:
        with pytest.raises(RefusedInput) as refusal:
            services.deliver_service(caseworker, case_at(office).id, NewDelivery(uuid4(), today, 1))
        assert refusal.value.field == "service_id"

    def test_after_the_closing_only_what_was_given_before_it_is_written_down(
        self, office: Office, caseworker: Actor, today: date
    ) -> None:
        case = closed_case_at(office, on=today - timedelta(days=2))
        service_id = seeded(Service, "D-ORI").id
        services.deliver_service(caseworker, case.id, NewDelivery(service_id, today - timedelta(days=2), 1))
        with pytest.raises(RefusedInput):
            services.deliver_service(caseworker, case.id, NewDelivery(service_id, today, 1))

    def test_nothing_is_written_into_a_case_of_another_office(
        self, session: Session, office: Office, stranger: Actor, today: date
    ) -> None:
        case = case_at(office)
        with pytest.raises(NotFound):
            services.add_note(stranger, case.id, NewNote("x", today))
        with pytest.raises(NotFound):
            services.deliver_service(stranger, case.id, NewDelivery(seeded(Service, "D-ORI").id, today, 1))
        with pytest.raises(NotFound):
            services.open_file(stranger, case.id)
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseNote)) == 0
        assert session.scalars(audit_of_cases()).all() == []


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
        self, office: Office, caseworker: Actor, today: date, objections: list[str]
    ) -> None:
        case = case_at(office)
        objections[:] = ["Espera una respuesta.", "Espera otra."]
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
