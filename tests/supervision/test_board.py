from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Office, User
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases.enums import RiskLevel
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.ids import new_id
from app.referrals.enums import ReferralStatus
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.cases import case_at, follow_up_of, held_case_at
from tests.factories.referrals import sent_referral_of
from tests.guarded_client import GuardedClient
from tests.statements import statements
from tests.supervision.conftest import answered_referral_of, text_of

LISTS = ("unassigned", "overdue", "silent", "unanswered", "returned")


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REPORTING_OFFICER, Role.DATA_PROTECTION, Role.ADMINISTRATOR])
def test_only_supervisors_open_the_board(sign_in: SignIn, role: Role) -> None:
    browser = sign_in(role)
    for path in ("", "/overdue", "/reassign", f"/colleagues/{new_id()}"):
        assert browser.get(f"/caseload{path}").status_code == 403


def test_five_numbers_lead_to_what_they_count(board_client: GuardedClient, office: Office, ana: User) -> None:
    today = today_in(office.time_zone)
    unassigned = case_at(office)
    follow_up_of(unassigned, days=3)
    overdue = case_at(office, caseworker=ana)
    follow_up_of(overdue, days=-4)
    silent = case_at(office, caseworker=ana, risk=RiskLevel.HIGH, opened_on=today - timedelta(days=40))
    follow_up_of(silent, days=2)
    sent_referral_of(overdue, sent_at=now() - timedelta(days=30))
    answered_referral_of(overdue, ReferralStatus.ACCEPTED)
    words = text_of(board_client.get("/caseload"))
    for number in (
        "1 Sin asignar el más antiguo, hace 30 días",
        "1 Casos vencidos el más antiguo, hace 4 días",
        "1 Alto riesgo sin contacto el más antiguo, hace",
        "1 Referencias sin respuesta el más antiguo, hace",
        "1 Respuestas por comunicar el más antiguo, hoy",
    ):
        assert number in words
    shown = {which: text_of(board_client.get(f"/caseload/{which}")) for which in LISTS}
    assert unassigned.code in shown["unassigned"]
    assert overdue.code in shown["overdue"]
    assert silent.code in shown["silent"]
    assert overdue.code in shown["unanswered"]
    assert overdue.code in shown["returned"]
    assert unassigned.code not in shown["overdue"] + shown["silent"]


def test_a_row_weighs_the_work_of_each_colleague_against_the_capacity(
    board_client: GuardedClient, office: Office, ana: User, bruno: User
) -> None:
    office.caseload_capacity = 5
    db.session.commit()
    follow_up_of(case_at(office, caseworker=ana, risk=RiskLevel.HIGH), days=-1)
    held_case_at(office, caseworker=ana, risk=RiskLevel.HIGH)
    words = text_of(board_client.get("/caseload"))
    assert "Ana Peñaranda Peso de los casos 6 de 5 demasiado Documentación 2" in words
    assert "Bruno Cardoso Peso de los casos 0 de 5" in words


def test_somebody_who_left_is_named_as_long_as_they_carry_cases(board_client: GuardedClient, office: Office) -> None:
    gone = UserFactory(office=office, name="Carla Ida", active=False)
    case_at(office, caseworker=gone)
    assert "Carla Ida ya no trabaja aquí" in text_of(board_client.get("/caseload"))
    assert board_client.get(f"/caseload/colleagues/{gone.id}").status_code == 200


def test_the_board_names_no_persons(board_client: GuardedClient, office: Office, ana: User) -> None:
    follow_up_of(case_at(office, caseworker=ana, risk=RiskLevel.HIGH, person__given_names="Canaria"), days=-20)
    case_at(office, person__given_names="Canaria")
    for path in ("", *(f"/{which}" for which in LISTS), f"/colleagues/{ana.id}"):
        assert "Canaria" not in board_client.get(f"/caseload{path}").text


def test_another_office_is_neither_counted_nor_found(board_client: GuardedClient, office: Office, other_office: Office) -> None:
    stranger = UserFactory(office=other_office, name="De Quito")
    GrantFactory(user=stranger, role=Role.CASEWORKER, office=other_office)
    case = case_at(other_office, risk=RiskLevel.HIGH, opened_on=today_in("UTC") - timedelta(days=90))
    follow_up_of(case_at(other_office, caseworker=stranger), days=-9)
    sent_referral_of(case, sent_at=now() - timedelta(days=30))
    answered_referral_of(case, ReferralStatus.DECLINED)
    words = text_of(board_client.get("/caseload"))
    assert "De Quito" not in words
    assert words.count("ninguno espera") == 5
    for path in (f"?office={other_office.id}", f"?office={new_id()}", "?office=x", f"/overdue?office={other_office.id}"):
        assert board_client.get(f"/caseload{path}").status_code == 404
    assert board_client.get(f"/caseload/colleagues/{stranger.id}").status_code == 404
    assert board_client.get(f"/caseload/reassign?case={case.id}").status_code == 404


def test_a_supervisor_of_several_offices_looks_at_one_of_them(sign_in: SignIn, office: Office, other_office: Office) -> None:
    browser = sign_in(Role.SUPERVISOR)
    GrantFactory(user=browser.user, role=Role.SUPERVISOR, office=other_office)
    here, there = case_at(office), case_at(other_office)
    both = text_of(browser.get("/caseload"))
    assert here.code in both
    assert there.code in both
    one = text_of(browser.get(f"/caseload?office={other_office.id}"))
    assert (here.code in one, there.code in one) == (False, True)
    assert f"office={other_office.id}" in browser.get(f"/caseload?office={other_office.id}").text


def test_a_country_role_supervises_every_office_of_the_country(sign_in: SignIn, office: Office, other_office: Office) -> None:
    browser = sign_in(Role.SUPERVISOR, country="CO")
    here, abroad = case_at(office), case_at(other_office)
    words = text_of(browser.get("/caseload"))
    assert (here.code in words, abroad.code in words) == (True, False)


def test_reading_a_list_is_written_down_with_its_count(
    board_client: GuardedClient, session: Session, office: Office, ana: User
) -> None:
    follow_up_of(case_at(office, caseworker=ana), days=-1)
    board_client.get("/caseload/overdue")
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "case:listed")).one()
    assert (event.actor_id, event.count) == (board_client.user.id, 1)


def test_the_board_and_its_lists_need_at_most_twelve_statements(
    board_client: GuardedClient, app: Flask, office: Office, ana: User
) -> None:
    for number in range(15):
        case = case_at(office, caseworker=ana if number % 2 else None, risk=RiskLevel.HIGH)
        follow_up_of(case, days=-30 - number)
        sent_referral_of(case, sent_at=now() - timedelta(days=30))
        answered_referral_of(case, ReferralStatus.ACCEPTED)
    for path in ("", *(f"/{which}" for which in LISTS), f"/colleagues/{ana.id}"):
        with statements(app) as made:
            assert board_client.get(f"/caseload{path}").status_code == 200
        assert len(made) <= 12, (path, made)


def test_a_list_is_paged(board_client: GuardedClient, office: Office, ana: User) -> None:
    for number in range(27):
        follow_up_of(case_at(office, caseworker=ana), days=-1 - number)
    assert "/caseload/overdue?page=2" in board_client.get("/caseload/overdue").text
    assert board_client.get("/caseload/overdue?page=2").text.count('name="case"') == 2
    assert board_client.get("/caseload/overdue?page=x").status_code == 200


def test_an_unknown_list_is_not_found(board_client: GuardedClient) -> None:
    assert board_client.get("/caseload/everything").status_code == 404
