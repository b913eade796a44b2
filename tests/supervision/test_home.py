from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases.enums import FollowUpKind
from app.foundation.clock import now
from app.foundation.database import db
from app.people.enums import DeathSource
from app.referrals.enums import ReferralStatus
from tests.conftest import SignIn
from tests.emergency.conftest import break_glass_as
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.cases import case_at, follow_up_of
from tests.factories.people import PersonFactory
from tests.factories.referrals import sent_referral_of
from tests.guarded_client import GuardedClient
from tests.statements import statements
from tests.supervision.conftest import answered_referral_of, text_of


@pytest.fixture
def worker(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


def test_whoever_is_not_signed_in_is_led_to_the_form(client: GuardedClient) -> None:
    assert client.get("/").location == "/sign-in"


def test_a_row_says_what_who_since_when_and_has_one_button(worker: GuardedClient, office: Office) -> None:
    case = case_at(office, caseworker=worker.user)
    visit = follow_up_of(case, days=-3, kind=FollowUpKind.VISIT)
    page = worker.get("/")
    words = text_of(page)
    assert "Vencido 1" in words
    assert f"Visitar a la persona María de los Ángeles BRICEÑO ROJAS · {case.code} · hace 3 días" in words
    assert page.text.count(f'href="/cases/{case.id}/follow-ups/{visit.id}/complete"') == 1


def test_of_who_died_it_asks_to_close_the_case_and_nobody_to_call(worker: GuardedClient, office: Office) -> None:
    case = case_at(office, caseworker=worker.user, person__death_known_by=DeathSource.FAMILY)
    follow_up_of(case, days=-3, kind=FollowUpKind.CALL)
    answered_referral_of(case, ReferralStatus.ACCEPTED)
    page = worker.get("/")
    words = text_of(page)
    assert "La persona falleció: cierre el caso María de los Ángeles BRICEÑO ROJAS" in words
    assert page.text.count(f'href="/cases/{case.id}/close"') == 1
    assert "Ver la respuesta" in words
    for never in ("Llamar a la persona", "Avisar a la persona"):
        assert never not in words


def test_a_case_without_a_plan_asks_for_one(worker: GuardedClient, office: Office) -> None:
    case = case_at(office, caseworker=worker.user)
    page = worker.get("/")
    assert f'href="/cases/{case.id}/follow-ups/new"' in page.text
    assert "Planificar" in text_of(page)


def test_answers_of_partners_come_back_until_the_person_knows(worker: GuardedClient, office: Office) -> None:
    case = case_at(office, caseworker=worker.user)
    answered_referral_of(case, ReferralStatus.ACCEPTED)
    declined = answered_referral_of(case, ReferralStatus.DECLINED)
    answered_referral_of(case, ReferralStatus.COMPLETED, answer_seen_at=now())
    words = text_of(worker.get("/"))
    assert "Con respuesta 2" in words
    assert "Avisar a la persona" in words
    assert "Buscar otro lugar" in words
    declined.answer_seen_at = now()
    db.session.commit()
    assert "Con respuesta 1" in text_of(worker.get("/"))


def test_referrals_past_their_window_are_named(worker: GuardedClient, office: Office) -> None:
    case = case_at(office, caseworker=worker.user)
    sent_referral_of(case, ReferralStatus.EXPIRED)
    sent_referral_of(case)
    words = text_of(worker.get("/"))
    assert "Sin respuesta 1" in words
    assert "Revisar referencia" in words


def test_an_empty_day_is_said_kindly(worker: GuardedClient) -> None:
    assert "Hoy no le espera nada" in text_of(worker.get("/"))


def test_nobody_sees_the_day_of_a_colleague_or_of_another_office(
    worker: GuardedClient, sign_in: SignIn, office: Office, other_office: Office
) -> None:
    follow_up_of(case_at(office, caseworker=UserFactory(office=office)), days=-1)
    follow_up_of(case_at(other_office, caseworker=worker.user), days=-1)
    assert "Hoy no le espera nada" in text_of(worker.get("/"))


def test_a_long_day_shows_five_of_a_group_counts_all_and_leads_to_the_rest(
    worker: GuardedClient, app: Flask, office: Office
) -> None:
    for days in range(24):
        follow_up_of(case_at(office, caseworker=worker.user), days=-1 - days)
    with statements(app) as made:
        page = worker.get("/")
    assert "Vencido 24" in text_of(page)
    assert page.text.count("q-task__action") == 5
    assert "/cases?whose=mine&amp;late=y" in page.text
    assert len(made) <= 15, made


def test_a_child_without_a_case_reaches_the_supervisor_and_who_registered_it(
    worker: GuardedClient, sign_in: SignIn, session: Session, office: Office
) -> None:
    children = [
        PersonFactory(office=office, birth_year=2015, registered_by=worker.user.id, given_names="Naibelis") for _ in range(6)
    ]
    session.commit()
    own = worker.get("/")
    assert all(f'href="/people/{child.id}/care"' in own.text for child in children)
    supervisor = sign_in(Role.SUPERVISOR)
    home = supervisor.get("/")
    assert "Protección de la niñez, en sus oficinas 6" in text_of(home)
    assert home.text.count("Naibelis") >= 5
    assert 'href="/caseload/children"' in home.text
    listed = supervisor.get("/caseload/children")
    assert all(f'href="/people/{child.id}/care"' in listed.text for child in children)
    assert worker.get("/caseload/children").status_code == 403


def test_reading_the_day_is_written_down_with_its_count(worker: GuardedClient, session: Session, office: Office) -> None:
    follow_up_of(case_at(office, caseworker=worker.user), days=0)
    worker.get("/")
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "case:listed")).one()
    assert (event.actor_id, event.count) == (worker.user.id, 1)


def test_whose_work_is_one_page_begins_there(sign_in: SignIn) -> None:
    assert sign_in(Role.REPORTING_OFFICER).get("/").location == "/reports"


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.ADMINISTRATOR, ["/accounts", "/offices", "/access"]),
        (Role.DATA_PROTECTION, ["/emergency", "/alerts", "/access", "/erasures", "/retention", "/audit"]),
    ],
)
def test_who_has_no_cases_begins_with_the_way_to_all_of_their_work(sign_in: SignIn, role: Role, pages: list[str]) -> None:
    home = sign_in(role).get("/")
    assert "Nada espera su decisión" in text_of(home)
    main = home.text.partition("<main")[2]
    assert [path for path in pages if f'href="{path}"' not in main] == []


def test_what_waits_for_a_decision_stands_on_the_first_page_of_who_decides(
    sign_in: SignIn, session: Session, office: Office, other_office: Office
) -> None:
    break_glass_as(sign_in(Role.CASEWORKER, at=other_office), case_at(office))
    colleague = UserFactory(office=office)
    GrantFactory(user=colleague, office=office, end_asked_at=now(), end_asked_by=colleague.id)
    session.commit()
    focal = text_of(sign_in(Role.DATA_PROTECTION).get("/"))
    assert "1 acceso de emergencia por revisar" in focal
    assert "Supervisión pide terminar 1 acceso" in focal
    supervisor = text_of(sign_in(Role.SUPERVISOR).get("/"))
    assert "1 acceso de emergencia por revisar" in supervisor
    assert "pide terminar" not in supervisor
    assert "por revisar" not in text_of(sign_in(Role.CASEWORKER).get("/"))


def test_several_roles_begin_with_the_first_and_find_the_rest_in_the_menu(sign_in: SignIn, office: Office) -> None:
    somebody = sign_in(Role.SUPERVISOR)
    GrantFactory(user=somebody.user, role=Role.REPORTING_OFFICER, office=office)
    page = somebody.get("/")
    assert page.status_code == 200
    for path in ("/caseload", "/reports", "/cases", "/directory"):
        assert f'href="{path}"' in page.text
    assert 'href="/accounts"' not in page.text


def test_an_account_without_a_role_is_told_what_to_do(client: GuardedClient, office: Office) -> None:
    client.sign_in(UserFactory(office=office))
    page = client.get("/")
    assert (page.status_code, "Su cuenta no tiene ningún rol hoy" in text_of(page)) == (200, True)
