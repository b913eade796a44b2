from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.accounts.models import Office
from app.audit.models import AuditEvent
from app.cases.models import Case, CaseStatusChange, ServiceDelivery
from app.foundation.actor import system_actor
from app.foundation.database import db
from app.foundation.jobs import OutboxMessage, enqueue
from app.foundation.transactions import transaction
from app.people.models import Person
from app.reporting import jobs, services
from app.reporting.enums import BuildStep, ReportFormat, ReportStatus
from app.reporting.models import DonorReport, ReportFile
from app.reporting.quarter import Quarter
from app.reporting.schemas import digest_of
from app.reporting.services import counting
from tests.factories.accounts import OfficeFactory
from tests.factories.reporting import QUARTER, DonorReportFactory, case_of, person_at, serve
from tests.workers.conftest import Workers
from tests.workers.contexts import AS_SYSTEM

WRITTEN_HERE = (ReportFile, DonorReport, ServiceDelivery, CaseStatusChange, Case, Person, Office)


@pytest.fixture
def office(jobs_session: Any) -> Iterator[Office]:
    """An office with one person assisted, committed as in real life; all is deleted afterwards."""
    place: Office = OfficeFactory(country="CO")
    serve(place)
    yield place
    db.session.rollback()
    with transaction():
        for model in WRITTEN_HERE:
            db.session.execute(sa.delete(model))


@pytest.fixture
def report(office: Office) -> DonorReport:
    asked: DonorReport = DonorReportFactory()
    return asked


@pytest.fixture
def build(workers: Workers, report: DonorReport) -> Callable[[], DonorReport]:
    """Ask for the making of the report once, and do it each time it is called."""
    with transaction():
        message_id = enqueue(jobs.BUILD, actor=system_actor("test"), report_id=report.id)
    report_id = report.id

    def run() -> DonorReport:
        workers.run(jobs.BUILD, message_id)
        return read(report_id)

    return run


def read(report_id: UUID) -> DonorReport:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(DonorReport, report_id)


def files() -> list[tuple[str, str, Any]]:
    rows = db.session.execute(sa.select(ReportFile.format, ReportFile.language, ReportFile.made_at).order_by(ReportFile.made_at))
    return [tuple(row) for row in rows]  # type: ignore[misc]


def dies(*_args: Any, **_kwargs: Any) -> None:
    raise SystemExit


def test_a_report_is_counted_written_in_all_languages_and_ready(build: Callable[[], DonorReport]) -> None:
    report = build()

    assert (report.status, report.progress, report.progress_step) == (ReportStatus.READY, 100, None)
    assert report.figures is not None
    assert report.figures["people"]["total"] == 1
    assert report.figures_digest == digest_of(report.figures)
    assert {(file_format, language) for file_format, language, _made_at in files()} == {
        (file_format, language) for file_format in ReportFormat for language in services.LANGUAGES
    }


def test_making_a_report_writes_its_audit_row_under_the_jobs_name(build: Callable[[], DonorReport]) -> None:
    report = build()

    made = sa.select(AuditEvent).where(AuditEvent.subject_id == report.id, AuditEvent.action == "report:made")
    assert db.session.scalars(made).one().system_name == jobs.BUILD


def test_the_same_job_once_more_changes_nothing(build: Callable[[], DonorReport], office: Office) -> None:
    digest, written = build().figures_digest, files()
    serve(office)
    with transaction():
        db.session.execute(sa.update(OutboxMessage).values(done_at=None))

    again = build()

    assert (again.figures_digest, files()) == (digest, written)


def test_killed_while_counting_the_report_is_counted_by_the_next_worker(
    build: Callable[[], DonorReport], report: DonorReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(counting.queries, "count_services", dies)
        with pytest.raises(SystemExit):
            build()
    stopped = read(report.id)
    assert (stopped.status, stopped.figures) == (ReportStatus.COUNTING, None)

    assert build().status == ReportStatus.READY


def test_killed_after_counting_the_kept_figures_are_written_and_not_counted_again(
    build: Callable[[], DonorReport], report: DonorReport, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(services, "write_file", dies)
        with pytest.raises(SystemExit):
            build()
    kept = read(report.id)
    assert kept.status == ReportStatus.COUNTING
    digest = kept.figures_digest
    serve(office)

    finished = build()

    assert (finished.status, finished.figures_digest) == (ReportStatus.READY, digest)
    assert finished.figures is not None
    assert finished.figures["people"]["total"] == 1


def test_killed_between_two_files_no_file_is_lost_or_doubled(
    build: Callable[[], DonorReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file = services.write_file

    def write_only_pdf(figures: Any, file_format: ReportFormat, language: str) -> bytes:
        if file_format is ReportFormat.XLSX:
            raise SystemExit
        return write_file(figures, file_format, language)

    with monkeypatch.context() as patch:
        patch.setattr(services, "write_file", write_only_pdf)
        with pytest.raises(SystemExit):
            build()
    written = files()
    assert {file_format for file_format, *_rest in written} == {ReportFormat.PDF}

    build()

    assert files()[: len(written)] == written
    assert len(files()) == 6


def test_a_fault_stops_the_report_and_another_try_goes_on_from_what_was_kept(
    workers: Workers, build: Callable[[], DonorReport], report: DonorReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: Any) -> bytes:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(services, "write_file", fails)
        assert build().status == ReportStatus.FAILED
    digest = read(report.id).figures_digest
    with transaction():
        db.session.execute(sa.update(DonorReport).values(status=ReportStatus.REQUESTED))
        again = enqueue(jobs.BUILD, actor=system_actor("test"), report_id=report.id)

    workers.run(jobs.BUILD, again)

    assert (read(report.id).status, read(report.id).figures_digest) == (ReportStatus.READY, digest)


def test_a_database_that_goes_away_leaves_the_report_to_the_outbox(
    build: Callable[[], DonorReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    def loses_connection(*_args: Any, **_kwargs: Any) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception())

    with monkeypatch.context() as patch:
        patch.setattr(counting.queries, "count_services", loses_connection)
        assert build().status == ReportStatus.COUNTING
    message = db.session.scalars(sa.select(OutboxMessage)).one()
    assert (message.done_at, message.attempts) == (None, 1)


def test_others_see_which_step_is_under_way(build: Callable[[], DonorReport], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str]] = []
    count_services = counting.queries.count_services

    def look_and_count(actor: Any) -> Any:
        with db.engine.connect() as elsewhere:
            seen.extend(tuple(row) for row in elsewhere.execute(sa.select(DonorReport.progress, DonorReport.progress_step)))
        return count_services(actor)

    monkeypatch.setattr(counting.queries, "count_services", look_and_count)
    build()

    assert seen == [(42, BuildStep.SERVICES)]


def test_what_is_written_while_counting_is_in_no_figure(
    build: Callable[[], DonorReport], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_caseload = counting.queries.count_caseload
    office_id = office.id

    def write_and_count(actor: Any, scope: Any) -> Any:
        with db.engine.begin() as elsewhere:
            elsewhere.execute(AS_SYSTEM)
            person_id = elsewhere.scalar(sa.select(Person.id))
            case = {
                "person_id": person_id,
                "office_id": office_id,
                "code": "TST-LATE",
                "kind": "documentation",
                "goal_sealed": b"",
            }
            elsewhere.execute(sa.insert(Case).values(**case, opened_on=date(2026, 8, 1), attention_on=date(2026, 8, 1)))
        return count_caseload(actor, scope)

    monkeypatch.setattr(counting.queries, "count_caseload", write_and_count)
    report = build()

    assert report.figures is not None
    assert report.figures["caseload"]["total"]["new"] == 1


@pytest.fixture
def _first_of_october(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.reporting.queries import reports

    monkeypatch.setattr(reports, "today_in", lambda _zone: date(2026, 10, 1))


def draft(workers: Workers) -> list[tuple[str | None, Quarter]]:
    with transaction():
        message_id = enqueue(jobs.DRAFT_ENDED_QUARTER, actor=system_actor("beat"))
    workers.run(jobs.DRAFT_ENDED_QUARTER, message_id)
    db.session.rollback()
    drafted = db.session.scalars(sa.select(DonorReport).order_by(DonorReport.period_start)).all()
    return [(report.country, report.quarter) for report in drafted]


@pytest.mark.usefixtures("_first_of_october")
def test_the_ended_quarter_is_drafted_once_for_each_country_with_services(workers: Workers, office: Office) -> None:
    OfficeFactory(country="EC", time_zone="America/Guayaquil")

    assert draft(workers) == [("CO", QUARTER)]
    assert draft(workers) == [("CO", QUARTER)]
    asked = sa.select(sa.func.count()).where(OutboxMessage.job == jobs.BUILD)
    assert db.session.scalar(asked) == 1


@pytest.mark.usefixtures("_first_of_october")
def test_quarters_missed_while_the_instance_was_down_are_drafted_too(workers: Workers, office: Office) -> None:
    case_of(person_at(office))
    serve(office, on=date(2025, 11, 1))
    missed = Quarter(2025, 4)
    DonorReportFactory(period_start=missed.start, period_end=missed.end)

    assert draft(workers) == [("CO", quarter) for quarter in missed.until(QUARTER)]


@pytest.mark.usefixtures("_first_of_october")
def test_two_beats_at_once_draft_one_report(workers: Workers, office: Office) -> None:
    actor = system_actor("beat")
    with transaction():
        assert len(services.draft_reports_of_ended_quarter(actor)) == 1
    from app.reporting.services import requesting

    with transaction():
        assert requesting._draft(actor, "CO", QUARTER) is None
