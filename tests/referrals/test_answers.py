"""What referrals answer to the questions of the rooms below."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases import queries as cases
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.referrals import answers
from app.referrals.enums import ReferralStatus as S
from app.referrals.lifecycle import OPEN_STATES
from tests.conftest import SignIn, actor_of
from tests.factories.referrals import case_of_a_person, draft_of, referral_in, sent_referral_of


@pytest.mark.parametrize("status", list(S))
def test_a_referral_speaks_against_closing_while_it_is_open(app: Flask, caseworker: Actor, case: Case, status: S) -> None:
    referral = referral_in(case, status)
    with app.test_request_context():
        sentences = answers.before_closing(caseworker, cases.get_case(caseworker, case.id))
    assert bool(sentences) is (status in OPEN_STATES)
    assert all(referral.code in sentence.text for sentence in sentences)
    assert all(sentence.href == f"/referrals/{referral.id}" for sentence in sentences)


def test_closing_a_case_with_an_open_referral_is_refused(sign_in: SignIn, case: Case) -> None:
    referral = sent_referral_of(case)
    client, today = sign_in(Role.CASEWORKER), today_in("America/Bogota")
    fields = {f"closed_on-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    page = client.submit(f"/cases/{case.id}/close", version="1", closure_reason="goal_met", reason="Tiene su permiso", **fields)
    assert page.status_code == 422
    assert f"La referencia {referral.code} sigue abierta" in page.get_data(as_text=True)
    assert f'href="/referrals/{referral.id}"' in page.get_data(as_text=True)


def test_the_section_counts_referrals_and_those_that_wait(sign_in: SignIn, case: Case) -> None:
    sent_referral_of(case)
    sent_referral_of(case, S.DECLINED)
    draft_of(case)
    page = sign_in(Role.CASEWORKER).get(f"/cases/{case.id}").get_data(as_text=True)
    section = page.partition(f'href="/cases/{case.id}/referrals"')[2].partition("</a>")[0]
    assert "Referencias" in section
    assert "2 esperan" in section


def test_each_step_stands_in_the_cases_line_of_time(sign_in: SignIn, case: Case) -> None:
    client = sign_in(Role.CASEWORKER)
    referral = sent_referral_of(case)
    client.submit(f"/referrals/{referral.id}/revoke", version="1", reason="La persona viajó")
    page = client.get(f"/cases/{case.id}").get_data(as_text=True)
    assert "Referencia retirada: Orientación e información" in page
    assert "La persona viajó" in page


def test_referring_is_offered_on_an_open_case_to_those_who_may(sign_in: SignIn, case: Case) -> None:
    assert f"/cases/{case.id}/referrals/new" in sign_in(Role.SUPERVISOR).get(f"/cases/{case.id}").get_data(as_text=True)


def test_a_referral_is_found_by_its_code_within_the_scope_only(
    sign_in: SignIn, caseworker: Actor, office: Office, other_office: Office
) -> None:
    referral = sent_referral_of(case_of_a_person(office))
    app = sign_in(Role.CASEWORKER).application
    with app.test_request_context():
        assert answers.find_by_code(caseworker, f" {referral.code.lower()} ") == f"/referrals/{referral.id}"
        assert answers.find_by_code(actor_of(Role.CASEWORKER, other_office), referral.code) is None
        assert answers.find_by_code(caseworker, "CUC-R-999999") is None
