"""The schedule erases what was kept long enough, one by one; a hold stops it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.attachments.models import Attachment
from app.audit.models import AuditEvent
from app.cases.enums import CaseStatus
from app.cases.models import Case, CaseNote
from app.cases.policies import CaseAction, can_act, check_can_act
from app.catalogue.models import DocumentType
from app.data_protection.enums import ErasureReason, ErasureState, HoldReason, RetentionKind
from app.data_protection.models import RetentionHold, RetentionPeriod, ScheduledErasure
from app.data_protection.periods import FILE, STARTING_PERIODS
from app.data_protection.services import carry_out_erasure, erase_next, erasing, plan_erasures, request_erasure
from app.data_protection.services.scheduling import NOTICE
from app.foundation.actor import system_actor
from app.foundation.clock import now
from app.foundation.columns import Privacy
from app.foundation.database import db
from app.foundation.errors import WrongState
from app.people.models import Person
from app.referrals.models import Referral
from tests.conftest import actor_of
from tests.data_protection.conftest import NAMES, SEALED
from tests.data_protection.erasures import JOB, approved
from tests.factories.accounts import UserFactory
from tests.factories.attachments import attachment_of
from tests.factories.cases import case_at
from tests.factories.catalogue import seeded
from tests.factories.people import IdentityDocumentFactory, PersonFactory

NIGHT = system_actor("data_protection.apply_retention")
TODAY = date(2040, 6, 1)
"""Long after everything in these tests."""
ERASING = TODAY + NOTICE


def run(today: date) -> int:
    """One night: the plan, then all that is due; how many were looked at."""
    plan_erasures(today)
    looked_at = 0
    while erase_next(NIGHT, today):
        looked_at += 1
    db.session.commit()
    db.session.expire_all()
    return looked_at


def plans(session: Session) -> dict[RetentionKind, ScheduledErasure]:
    return {plan.kind: plan for plan in session.scalars(sa.select(ScheduledErasure))}


def each_in_its_own_transaction(session: Session) -> None:
    goes_on = True
    while goes_on:
        with session.begin_nested():
            goes_on = erase_next(NIGHT, ERASING)


def document_of(person: Person) -> None:
    IdentityDocumentFactory(person_id=person.id, document_type_id=seeded(DocumentType, "VE-PAS").id)


def hold(person: Person, *, until: date = ERASING) -> RetentionHold:
    held = RetentionHold(
        person_id=person.id,
        person_code=person.code,
        office_id=person.office_id,
        reason=HoldReason.COURT,
        held_until=until,
        set_by=UserFactory().id,
    )
    db.session.add(held)
    db.session.flush()
    return held


class TestPeriods:
    def test_every_kind_has_its_starting_value_and_claims_no_source(self) -> None:
        assert STARTING_PERIODS.keys() == set(RetentionKind)
        assert {(period.basis, period.sources) for period in STARTING_PERIODS.values()} == {("starting_value", ())}
        assert FILE.name == "retention.yaml"

    def test_each_class_that_goes_has_one(self) -> None:
        classes = {period.field_class for period in STARTING_PERIODS.values()}
        assert classes == {Privacy.IDENTITY, Privacy.NARRATIVE, Privacy.RESTRICTED}


@pytest.mark.usefixtures("referral")
class TestPlanning:
    def test_what_is_due_stands_on_the_page_for_a_month_first(self, session: Session, person: Person, case: Case) -> None:
        assert run(TODAY) == 0
        found = plans(session)
        assert found.keys() == {RetentionKind.PERSON_FILE, RetentionKind.CASE_WORDS}
        words = found[RetentionKind.CASE_WORDS]
        assert (words.code, words.person_code, words.months) == (case.code, person.code, 36)
        assert (words.planned_on, words.erase_on) == (TODAY, TODAY + NOTICE)
        assert words.due_on < TODAY

    def test_what_falls_due_later_than_in_90_days_is_not_planned(self, session: Session, case: Case) -> None:
        plan_erasures(case.closed_on + timedelta(days=900))
        assert plans(session) == {}

    def test_planning_again_changes_nothing(self, session: Session) -> None:
        plan_erasures(TODAY)
        was = {plan.id: (plan.planned_on, plan.erase_on) for plan in session.scalars(sa.select(ScheduledErasure))}
        session.expire_all()
        plan_erasures(TODAY + timedelta(days=3))
        session.expire_all()
        assert {plan.id: (plan.planned_on, plan.erase_on) for plan in session.scalars(sa.select(ScheduledErasure))} == was

    def test_a_period_of_the_country_replaces_the_starting_value(self, session: Session) -> None:
        session.add(
            RetentionPeriod(country="CO", kind=RetentionKind.CASE_WORDS, months=600, set_by=UserFactory().id, set_at=now())
        )
        session.flush()
        plan_erasures(TODAY)
        assert RetentionKind.CASE_WORDS not in plans(session)

    def test_work_that_goes_on_leaves_the_plan(self, session: Session, office: Office, person: Person) -> None:
        plan_erasures(TODAY)
        case_at(office, person=person)
        session.flush()
        plan_erasures(TODAY + timedelta(days=1))
        assert plans(session).keys() == {RetentionKind.CASE_WORDS}

    def test_a_restricted_case_has_its_own_period(self, session: Session, case: Case) -> None:
        case.is_restricted = True
        session.flush()
        plan_erasures(TODAY)
        assert plans(session)[RetentionKind.RESTRICTED_WORDS].months == 24
        assert RetentionKind.CASE_WORDS not in plans(session)

    def test_who_never_had_a_case_goes_sooner(self, session: Session, office: Office) -> None:
        alone = PersonFactory(office=office, registered_at=now())
        plan_erasures((now() + timedelta(days=30 * 24)).date())
        planned = session.scalars(sa.select(ScheduledErasure).where(ScheduledErasure.record_id == alone.id)).one()
        assert (planned.kind, planned.months) == (RetentionKind.PERSON_WITHOUT_CASE, 24)

    @pytest.mark.parametrize("adds", [attachment_of, document_of])
    def test_what_was_added_to_a_file_moves_its_day(
        self, session: Session, office: Office, adds: Callable[[Person], Any]
    ) -> None:
        alone = PersonFactory(office=office, registered_at=now() - timedelta(days=365 * 3))
        plan_erasures(now().date())
        assert session.scalars(sa.select(ScheduledErasure).where(ScheduledErasure.record_id == alone.id)).all()
        adds(alone)
        session.flush()
        plan_erasures(now().date())
        assert not session.scalars(sa.select(ScheduledErasure).where(ScheduledErasure.record_id == alone.id)).all()

    def test_a_child_without_a_case_stays_with_the_family(self, session: Session, office: Office, relative: Person) -> None:
        plan_erasures(TODAY)
        kinds = {plan.kind for plan in session.scalars(sa.select(ScheduledErasure)) if plan.record_id == relative.id}
        assert kinds == {RetentionKind.PERSON_FILE}, "the family's work is theirs"
        case_at(office, person=relative)
        session.flush()
        plan_erasures(TODAY)
        assert RetentionKind.PERSON_FILE not in plans(session), "nobody of the family goes while one is helped"

    def test_a_file_that_somebody_asked_to_erase_is_left_to_them(self, session: Session, person: Person) -> None:
        request_erasure(actor_of(Role.CASEWORKER, person.office), person.id, ErasureReason.ASKED)
        plan_erasures(TODAY)
        assert plans(session) == {}


@pytest.mark.usefixtures("referral", "seen_in_emergency", "restriction")
class TestErasing:
    def test_words_of_a_case_go_and_the_person_stays(self, session: Session, person: Person, case: Case) -> None:
        session.add(
            RetentionPeriod(country="CO", kind=RetentionKind.PERSON_FILE, months=600, set_by=UserFactory().id, set_at=now())
        )
        run(TODAY)
        run(ERASING)
        note = session.scalars(sa.select(CaseNote).where(CaseNote.case_id == case.id)).one()
        assert (case.goal, note.text, case.intake, case.erased_at is None) == (None, None, {}, False)
        assert (person.given_names, person.phone) == (NAMES[0], SEALED["phone"])
        titles = session.scalars(sa.select(Attachment.title_sealed).where(Attachment.case_id == case.id)).all()
        assert titles == [None]

    def test_the_whole_file_goes_with_everything(self, person: Person, case: Case) -> None:
        run(TODAY)
        assert run(ERASING) == 2
        assert (person.given_names, case.goal, person.erased_at is None) == (None, None, False)

    def test_it_is_written_down_with_its_period(self, session: Session, person: Person) -> None:
        run(TODAY)
        run(ERASING)
        told = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "retention:erased")).all()
        found = [(event.subject_type, event.subject_id, event.fields) for event in told]
        assert found == [("person", person.id, ["months:60", "person_file"])], "the case went with the file"
        assert {event.system_name for event in told} == {NIGHT.name}
        assert all(plan.settled_at for plan in plans(session).values()), "the register keeps them"

    def test_a_second_run_does_nothing(self, session: Session, person: Person) -> None:
        run(TODAY)
        run(ERASING)
        was = (person.erased_at, person.version, {plan.id: plan.settled_at for plan in plans(session).values()})
        assert run(ERASING) == 0
        assert run(ERASING + timedelta(days=1)) == 0
        assert (person.erased_at, person.version, {plan.id: plan.settled_at for plan in plans(session).values()}) == was

    def test_a_hold_stops_it_until_it_is_lifted(self, session: Session, person: Person) -> None:
        run(TODAY)
        held = hold(person, until=date(2050, 1, 1))
        assert run(ERASING) == 0
        assert person.given_names == NAMES[0]
        held.lifted_at, held.lifted_by = now(), UserFactory().id
        session.flush()
        assert run(ERASING) == 2
        assert person.given_names is None

    def test_a_hold_that_was_set_while_the_job_waited_for_the_file_stops_it(
        self, person: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(TODAY)
        lock = erasing.people_queries.lock_to_erase
        monkeypatch.setattr(erasing.people_queries, "lock_to_erase", lambda found: lock(hold(person) and found))
        assert erase_next(NIGHT, ERASING)
        assert person.given_names == NAMES[0]
        assert not erase_next(NIGHT, ERASING)

    def test_a_case_that_was_reopened_while_the_job_waited_for_it_keeps_its_words(
        self, session: Session, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(TODAY)
        lock = erasing.cases.lock_cases
        reopened = sa.update(Case).values(status=CaseStatus.OPEN, closed_on=None, closure_reason=None, attention_on=TODAY)

        def reopen_and_lock(person_id: UUID) -> None:
            session.execute(reopened.where(Case.id == case.id))
            lock(person_id)

        monkeypatch.setattr(erasing.cases, "lock_cases", reopen_and_lock)
        while erase_next(NIGHT, ERASING):
            pass
        session.refresh(case)
        assert (case.erased_at, case.goal) == (None, SEALED["goal"])

    @pytest.mark.usefixtures("person")
    def test_a_period_that_was_shortened_gives_a_month_of_notice_to_what_stood_on_the_page_long_ago(
        self, session: Session
    ) -> None:
        run(TODAY)
        far = TODAY + timedelta(days=60)
        session.execute(sa.update(ScheduledErasure).values(planned_on=TODAY - timedelta(days=40), erase_on=far))
        plan_erasures(TODAY)
        session.expire_all()
        assert {plan.erase_on for plan in plans(session).values()} == {TODAY + NOTICE}

    def test_a_hold_ends_with_its_day(self, person: Person) -> None:
        run(TODAY)
        hold(person, until=ERASING)
        assert run(ERASING) == 0
        assert run(ERASING + timedelta(days=1)) == 2

    def test_killed_in_the_middle_it_loses_nothing_and_the_next_night_goes_on(
        self, session: Session, person: Person, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(TODAY)
        session.commit()

        def die(_person: Person) -> None:
            raise RuntimeError("killed")

        with monkeypatch.context() as patch:
            patch.setattr("app.data_protection.services.erasing.people.erase_person", die)
            with pytest.raises(RuntimeError):
                each_in_its_own_transaction(session)
        session.expire_all()
        assert person.given_names == NAMES[0]
        assert case.goal in {SEALED["goal"], None}, "each file is whole or gone"
        assert run(ERASING) >= 1
        assert (person.given_names, case.goal) == (None, None)
        settled = session.scalars(sa.select(ScheduledErasure.settled_at)).all()
        assert settled
        assert all(settled)

    def test_what_is_in_use_again_when_its_turn_comes_stays(self, session: Session, office: Office, person: Person) -> None:
        run(TODAY)
        case_at(office, person=person)
        session.flush()
        while erase_next(NIGHT, ERASING):
            pass
        assert person.given_names == NAMES[0]
        assert RetentionKind.PERSON_FILE not in plans(session)


@pytest.mark.usefixtures("referral")
class TestHoldsAndDecisions:
    def test_a_held_file_is_not_asked_for(self, person: Person) -> None:
        hold(person)
        with pytest.raises(WrongState, match="retenida"):
            request_erasure(actor_of(Role.CASEWORKER, person.office), person.id, ErasureReason.ASKED)

    def test_a_hold_that_came_after_the_decision_stops_the_job(self, person: Person) -> None:
        request = approved(person)
        hold(person)
        carry_out_erasure(JOB, request.id)
        assert (request.state, person.given_names) == (ErasureState.STOPPED, NAMES[0])

    @pytest.mark.parametrize(("moment", "ends_as"), [("T11:59", ErasureState.STOPPED), ("T12:01", ErasureState.DONE)])
    def test_a_hold_lasts_until_its_last_day_is_over_at_every_office_on_earth(
        self, person: Person, moment: str, ends_as: ErasureState
    ) -> None:
        """Which is at noon of the next day in Greenwich."""
        last_day = now().date() + timedelta(days=10)
        request = approved(person)
        hold(person, until=last_day)
        with time_machine.travel(datetime.fromisoformat(f"{last_day + timedelta(days=1)}{moment}+00:00")):
            carry_out_erasure(JOB, request.id)
        assert request.state is ends_as

    def test_nothing_is_written_into_a_case_whose_words_are_gone(self, case: Case, referral: Referral) -> None:
        supervisor = actor_of(Role.SUPERVISOR, referral.case.office)
        assert can_act(supervisor, CaseAction.REOPEN, case)
        case.erased_at = now()
        assert not can_act(supervisor, CaseAction.REOPEN, case)
        with pytest.raises(WrongState):
            check_can_act(supervisor, CaseAction.REOPEN, case)
