from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.jobs import OutboxMessage, enqueue
from app.reporting import jobs
from app.reporting.enums import BuildStep, ReportStatus
from app.reporting.models import DonorReport
from app.reporting.quarter import Quarter
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory
from tests.factories.reporting import DonorReportFactory, serve
from tests.guarded_client import GuardedClient
from tests.reporting.conftest import MakeReport

ENDED = Quarter.of(date.today()).previous  # noqa: DTZ011 - the pages offer what ended by the real clock
READERS = (Role.SUPERVISOR, Role.REPORTING_OFFICER, Role.DATA_PROTECTION)
OTHERS = (Role.CASEWORKER, Role.ADMINISTRATOR)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def officer(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.REPORTING_OFFICER)


def reports(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(DonorReport)) or 0


def test_the_empty_list_offers_to_ask_for_the_first_report(officer: GuardedClient) -> None:
    page = officer.get("/reports").get_data(as_text=True)

    assert "Todavía no hay reportes" in page
    assert "/reports/new" in page


@pytest.mark.parametrize("role", READERS)
def test_readers_see_the_reports_of_their_country_only(sign_in: SignIn, other_office: Office, role: Role) -> None:
    DonorReportFactory(country="CO", code="2026-T3-CO-01")
    DonorReportFactory(country="EC", code="2026-T3-EC-01")
    DonorReportFactory(country=None, code="2026-T3-REG-01")

    page = sign_in(role).get("/reports").get_data(as_text=True)

    assert "2026-T3-CO-01" in page
    assert "2026-T3-EC-01" not in page
    assert "2026-T3-REG-01" not in page
    assert ("/reports/new" in page) is (role is Role.REPORTING_OFFICER)


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_get_no_report_page(sign_in: SignIn, role: Role, make_report: MakeReport) -> None:
    report = make_report()
    client = sign_in(role)

    for url in ("/reports", "/reports/new", f"/reports/{report.id}", f"/reports/{report.id}/es.pdf"):
        assert client.get(url).status_code == 403


def test_asking_for_a_report_leads_to_its_page_where_it_waits(officer: GuardedClient, office: Office, session: Session) -> None:
    serve(office, on=ENDED.start)

    answer = officer.submit("/reports/new", scope="CO", quarter=ENDED.code)

    assert answer.status_code == 303
    page = officer.get(answer.location).get_data(as_text=True)
    assert "Reporte a donantes: Colombia" in page
    assert "En espera de turno para contar" in page
    assert session.scalars(sa.select(OutboxMessage.job)).all() == [jobs.BUILD]


def test_a_form_sent_twice_asks_for_one_report(officer: GuardedClient, office: Office, session: Session) -> None:
    serve(office, on=ENDED.start)
    submission_id = new_id()

    first = officer.submit("/reports/new", submission_id=submission_id, scope="CO", quarter=ENDED.code)
    second = officer.submit("/reports/new", submission_id=submission_id, scope="CO", quarter=ENDED.code)

    assert (second.status_code, second.location) == (303, first.location)
    assert reports(session) == 1


@pytest.mark.parametrize("quarter", [ENDED.next.next.code, "2019-T1", "ahora", ""])
def test_a_quarter_that_is_not_offered_is_refused_with_422(
    officer: GuardedClient, office: Office, session: Session, quarter: str
) -> None:
    serve(office, on=ENDED.start)

    answer = officer.submit("/reports/new", scope="CO", quarter=quarter)

    assert answer.status_code == 422
    assert "Error:" in answer.get_data(as_text=True)
    assert reports(session) == 0


@pytest.mark.parametrize("scope", ["EC", "whole", "XX"])
def test_a_scope_outside_the_grants_is_refused_with_422(
    officer: GuardedClient, office: Office, other_office: Office, session: Session, scope: str
) -> None:
    serve(office, on=ENDED.start)

    assert officer.submit("/reports/new", scope=scope, quarter=ENDED.code).status_code == 422
    assert reports(session) == 0


def test_the_page_of_a_running_report_tells_the_step_and_works_without_javascript(officer: GuardedClient) -> None:
    report = DonorReportFactory(status=ReportStatus.COUNTING, progress=28, progress_step=BuildStep.INDICATORS)
    enqueue(jobs.BUILD, actor=officer.actor, report_id=report.id)
    db.session.commit()

    page = officer.get(f"/reports/{report.id}").get_data(as_text=True)
    fragment = officer.get(f"/reports/{report.id}", headers=HTMX).get_data(as_text=True)

    assert '<noscript><meta http-equiv="refresh"' in page
    for shown in (page, fragment):
        assert "Contando los indicadores R4V" in shown
        assert "2 de 7" in shown
    assert "<html" not in fragment


def test_a_report_that_nothing_works_on_any_more_says_so(officer: GuardedClient) -> None:
    page = officer.get(f"/reports/{DonorReportFactory(status=ReportStatus.COUNTING).id}").get_data(as_text=True)

    assert "La preparación de este reporte se detuvo" in page
    assert "Preparar de nuevo el reporte" in page


def test_the_waiting_page_is_renewed_when_the_report_is_ready(officer: GuardedClient, make_report: MakeReport) -> None:
    answer = officer.get(f"/reports/{make_report().id}", headers=HTMX)

    assert answer.headers["HX-Refresh"] == "true"


def test_a_stopped_report_offers_another_try_to_those_who_may_ask(sign_in: SignIn, session: Session) -> None:
    report = DonorReportFactory(status=ReportStatus.FAILED)
    button = f"/reports/{report.id}/retry"

    assert button not in sign_in(Role.SUPERVISOR).get(f"/reports/{report.id}").get_data(as_text=True)
    officer = sign_in(Role.REPORTING_OFFICER)
    assert button in officer.get(f"/reports/{report.id}").get_data(as_text=True)
    assert officer.post(button).status_code == 303
    assert officer.post(button).status_code == 409
    assert session.scalars(sa.select(OutboxMessage.job)).all() == [jobs.BUILD]


def test_a_ready_report_reads_as_a_document_and_carries_the_stamp(
    officer: GuardedClient, office: Office, make_report: MakeReport
) -> None:
    serve(office, "D-REN")
    report = make_report()

    page = officer.get(f"/reports/{report.id}").get_data(as_text=True)

    assert "Borrador interno: no publicar. Contiene cifras pequeñas sin control de divulgación." in page
    assert "Punto 2: Asistencia humanitaria" in page
    assert "Punto 5" not in page
    assert str(report.figures_digest) in page


@pytest.mark.parametrize(
    ("language", "stamp"), [("en", "Internal draft: do not publish."), ("pt", "Rascunho interno: não publicar.")]
)
def test_the_report_speaks_the_readers_language(
    sign_in: SignIn, office: Office, make_report: MakeReport, language: str, stamp: str
) -> None:
    serve(office)

    page = sign_in(Role.SUPERVISOR, locale=language).get(f"/reports/{make_report().id}").get_data(as_text=True)

    assert stamp in page
    assert f"/{language}.pdf" in page


def test_a_report_of_another_country_is_not_found(officer: GuardedClient, other_office: Office, make_report: MakeReport) -> None:
    for country in ("EC", None):
        report = make_report(country)
        for url in (f"/reports/{report.id}", f"/reports/{report.id}/es.pdf", f"/reports/{report.id}/es.xlsx"):
            assert officer.get(url).status_code == 404
        assert officer.post(f"/reports/{report.id}/retry").status_code == 404


def test_grants_over_all_offices_open_the_whole_operation(
    officer: GuardedClient, office: Office, other_office: Office, make_report: MakeReport
) -> None:
    GrantFactory(user=officer.user, role=Role.REPORTING_OFFICER, office=other_office)
    serve(other_office)
    report = make_report(None)

    assert "Toda la operación (Colombia y Ecuador)" in officer.get(f"/reports/{report.id}").get_data(as_text=True)
    assert report.code in officer.get("/reports").get_data(as_text=True)
    assert '<option value="whole">Toda la operación</option>' in officer.get("/reports/new").get_data(as_text=True)


FILES = {
    "pdf": ("application/pdf", b"%PDF"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
}


@pytest.mark.parametrize("ending", FILES)
def test_a_download_names_the_report_only_and_is_audited(
    officer: GuardedClient, make_report: MakeReport, session: Session, ending: str
) -> None:
    report = make_report()
    media_type, magic = FILES[ending]

    answer = officer.get(f"/reports/{report.id}/es.{ending}")

    assert answer.data.startswith(magic)
    assert answer.mimetype == media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{report.code}-es.{ending}"'
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "report:downloaded")).one()
    assert (event.actor_id, event.subject_id, event.fields) == (officer.user.id, report.id, sorted([ending, "es"]))


@pytest.mark.parametrize("file", ["es.csv", "xx.pdf", "fr.xlsx", "en.pdf"])
def test_a_file_that_is_not_written_is_not_found_and_not_audited(
    officer: GuardedClient, make_report: MakeReport, session: Session, file: str
) -> None:
    report = make_report()

    assert officer.get(f"/reports/{report.id}/{file}").status_code == 404
    assert session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == "report:downloaded")) == 0


def test_opening_a_ready_report_is_audited_and_watching_one_being_made_is_not(
    officer: GuardedClient, make_report: MakeReport, session: Session
) -> None:
    officer.get(f"/reports/{DonorReportFactory(requested_by=officer.user.id).id}")
    ready = make_report()
    officer.get(f"/reports/{ready.id}")

    opened = session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == "report:opened")).all()
    assert opened == [ready.id]


def test_the_addresses_of_reports_hold_ids_and_codes_only(officer: GuardedClient, make_report: MakeReport) -> None:
    page = officer.get(f"/reports/{make_report().id}").get_data(as_text=True)

    addresses = re.findall(r'href="(/reports/[^"]*)"', page)
    assert addresses
    assert all(re.fullmatch(r"/reports(/[0-9a-f-]{36}(/(es|en|pt)\.(pdf|xlsx))?)?", address) for address in addresses)
