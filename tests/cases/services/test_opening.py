from __future__ import annotations

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
    FollowUpKind,
    RiskLevel,
)
from app.cases.kinds import describe
from app.cases.models import Case
from app.cases.policies import first_follow_up_day
from app.cases.services import (
    NewCase,
)
from app.foundation import clock
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, RefusedInput
from app.people.enums import ConsentDecision, ConsentPurpose
from tests.cases.conftest import audit_of_cases
from tests.cases.services.history import NEW, Audited, assignments_of, changes_of, follow_ups_of
from tests.conftest import actor_of
from tests.factories.cases import PersonOfACaseFactory
from tests.factories.people import ConsentFactory


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

    @pytest.mark.parametrize(
        ("phone", "said", "kind"),
        [
            ("+573001234567", [], FollowUpKind.CALL),
            ("+573001234567", [ConsentDecision.GIVEN], FollowUpKind.CALL),
            ("+573001234567", [ConsentDecision.REFUSED], FollowUpKind.APPOINTMENT),
            ("+573001234567", [ConsentDecision.GIVEN, ConsentDecision.WITHDRAWN], FollowUpKind.APPOINTMENT),
            (None, [], FollowUpKind.APPOINTMENT),
        ],
    )
    def test_who_cannot_be_called_is_met_at_the_office(
        self, session: Session, caseworker: Actor, phone: str | None, said: list[ConsentDecision], kind: FollowUpKind
    ) -> None:
        person = PersonOfACaseFactory(office=session.get_one(Office, caseworker.office_id), phone=phone)
        for decision in said:
            ConsentFactory(person_id=person.id, purpose=ConsentPurpose.CONTACT, decision=decision)
        case = services.open_case(caseworker, person.id, NewCase(CaseKind.DOCUMENTATION, "PPT"))
        assert [follow_up.kind for follow_up in follow_ups_of(session, case)] == [kind]

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
