from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState
from app.foundation.jobs import OutboxMessage
from app.reporting import jobs, services
from app.reporting.enums import ReportStatus
from app.reporting.quarter import Quarter
from app.reporting.services import requesting
from tests.conftest import actor_of
from tests.factories.reporting import QUARTER, DonorReportFactory, serve
from tests.reporting.conftest import MakeReport


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "today_in", lambda _zone: date(2026, 11, 21))


def test_asking_writes_the_report_its_job_and_its_audit_row(session: Session, office: Office) -> None:
    serve(office)
    officer = actor_of(Role.REPORTING_OFFICER, office)

    report = services.request_report(officer, country="CO", quarter=QUARTER)

    assert (report.code, report.status, report.requested_by) == ("2026-T3-CO-01", ReportStatus.REQUESTED, officer.id)
    message = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.job == jobs.BUILD)).one()
    assert message.arguments == {"report_id": str(report.id)}
    audited = session.scalars(sa.select(AuditEvent).where(AuditEvent.subject_id == report.id)).one()
    assert audited.action == "report:requested"
    assert services.request_report(officer, country="CO", quarter=QUARTER).code == "2026-T3-CO-02"


def test_the_running_quarter_can_be_asked_for_and_a_future_one_not(office: Office) -> None:
    serve(office)
    officer = actor_of(Role.REPORTING_OFFICER, office)

    assert services.request_report(officer, country="CO", quarter=Quarter(2026, 4)).code == "2026-T4-CO-01"
    with pytest.raises(RefusedInput) as refusal:
        services.request_report(officer, country="CO", quarter=Quarter(2027, 1))
    assert refusal.value.field == "quarter"


def test_a_quarter_before_the_first_service_is_refused(office: Office) -> None:
    serve(office)

    with pytest.raises(RefusedInput):
        services.request_report(actor_of(Role.REPORTING_OFFICER, office), country="CO", quarter=QUARTER.previous)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.DATA_PROTECTION, Role.ADMINISTRATOR])
def test_only_reporting_officers_ask(office: Office, role: Role) -> None:
    with pytest.raises(NotAllowed):
        services.request_report(actor_of(role, office), country="CO", quarter=QUARTER)


def test_another_country_and_the_whole_operation_need_grants_there(office: Office, other_office: Office) -> None:
    serve(office)
    officer = actor_of(Role.REPORTING_OFFICER, office)

    for country in ("EC", None):
        with pytest.raises(RefusedInput):
            services.request_report(officer, country=country, quarter=QUARTER)


def test_a_stopped_report_is_made_again_by_one_more_job(session: Session, office: Office) -> None:
    report = DonorReportFactory(status=ReportStatus.FAILED, progress=71)

    services.retry_report(actor_of(Role.REPORTING_OFFICER, office), report.id)

    assert (report.status, report.progress) == (ReportStatus.REQUESTED, 0)
    assert session.scalar(sa.select(sa.func.count()).where(OutboxMessage.job == jobs.BUILD)) == 1


def test_a_report_whose_job_was_given_up_can_be_made_again_and_one_that_waits_cannot(session: Session, office: Office) -> None:
    officer = actor_of(Role.REPORTING_OFFICER, office)
    report = DonorReportFactory(status=ReportStatus.COUNTING)
    services.retry_report(officer, report.id)

    with pytest.raises(WrongState):
        services.retry_report(officer, report.id)


def test_a_ready_report_is_never_made_again(office: Office, make_report: MakeReport) -> None:
    with pytest.raises(WrongState):
        services.retry_report(actor_of(Role.REPORTING_OFFICER, office), make_report().id)


def test_a_report_of_another_country_cannot_be_made_again(office: Office, other_office: Office) -> None:
    report = DonorReportFactory(country="EC", status=ReportStatus.FAILED)

    with pytest.raises(NotFound):
        services.retry_report(actor_of(Role.REPORTING_OFFICER, office), report.id)


def test_a_ready_report_keeps_its_figures_when_the_data_change(office: Office, make_report: MakeReport) -> None:
    serve(office)
    report = make_report()
    digest = report.figures_digest
    serve(office)

    assert report.figures is not None
    assert report.figures["people"]["total"] == 1
    assert report.figures_digest == digest
