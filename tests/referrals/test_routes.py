"""Staff's pages: following a referral, and the list of the office."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.directory.models import ProvidedService
from app.foundation.clock import now
from app.foundation.database import db
from app.people.enums import DeathSource
from app.people.models import Person
from app.referrals.enums import MailState
from app.referrals.enums import ReferralStatus as S
from app.referrals.models import ReferralMail
from tests.conftest import SignIn
from tests.factories.accounts import TeamFactory
from tests.factories.referrals import (
    ReferralMailFactory,
    case_of_a_person,
    draft_of,
    link_to,
    referral_in,
    sent_referral_of,
)
from tests.guarded_client import GuardedClient
from tests.statements import counts


def new(case: Case) -> str:
    return f"/cases/{case.id}/referrals/new"


def test_the_referral_page_shows_steps_owner_clock_mails_and_what_to_do(worker: GuardedClient, case: Case) -> None:
    referral = sent_referral_of(case)
    link = link_to(referral)
    ReferralMailFactory(
        referral_id=referral.id, partner_link_id=link.id, state=MailState.DELIVERED, attempted_at=now(), recipient="a@example.org"
    )
    page = worker.get(f"/referrals/{referral.id}")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    for words in (
        "Tiene hasta el",
        "Salió bien",
        "a@example.org",
        "Retirar la referencia",
        "Ana Peñaranda",
    ):
        assert words in text
    assert db.session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == "referral:opened")) == 1


def test_the_page_of_a_referral_names_the_team_whose_case_it_is(worker: GuardedClient, case: Case) -> None:
    referral, case.team_id = sent_referral_of(case), TeamFactory(office=case.office, name="Ruta").id
    db.session.commit()
    page = worker.get(f"/referrals/{referral.id}")
    assert page.status_code == 200
    assert "equipo Ruta" in page.text


@pytest.mark.parametrize("status", list(S))
def test_the_page_opens_in_every_state(worker: GuardedClient, case: Case, status: S) -> None:
    referral = referral_in(case, status)
    assert worker.get(f"/referrals/{referral.id}").status_code == 200
    assert worker.get(f"/cases/{case.id}/referrals").status_code == 200
    assert worker.get(f"/cases/{case.id}").status_code == 200


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MailState.ATTEMPTED, "No sabemos si llegó"),
        (MailState.FAILED, "No se pudo entregar"),
        (MailState.WAITING, "Todavía no sale"),
    ],
)
def test_a_mail_whose_fate_is_bad_or_unknown_is_said_and_sent_again_by_a_button(
    worker: GuardedClient, case: Case, state: MailState, words: str
) -> None:
    referral = sent_referral_of(case)
    link, long_ago = link_to(referral), now() - timedelta(hours=1)
    ReferralMailFactory(referral_id=referral.id, partner_link_id=link.id, state=state, asked_at=long_ago, attempted_at=long_ago)
    text = worker.get(f"/referrals/{referral.id}").get_data(as_text=True)
    assert words in text
    assert "Reenviar el correo" in text
    resent = worker.submit(f"/referrals/{referral.id}/mails", version="1")
    assert (resent.status_code, resent.location) == (303, f"/referrals/{referral.id}")
    states = db.session.scalars(sa.select(ReferralMail.state).order_by(ReferralMail.asked_at)).all()
    assert states == [state, MailState.WAITING]
    assert worker.submit(f"/referrals/{referral.id}/mails", version="1").status_code == 409


def test_revoking_asks_first_needs_a_reason_and_closes(worker: GuardedClient, case: Case) -> None:
    referral = sent_referral_of(case)
    url = f"/referrals/{referral.id}/revoke"
    assert "se cierra de inmediato" in worker.get(url).get_data(as_text=True)
    refused = worker.submit(url, version="1", reason="  ")
    assert refused.status_code == 422
    assert worker.submit(url, version="7", reason="viajó").status_code == 409
    assert worker.submit(url, version="1", reason="La persona viajó").status_code == 303
    db.session.refresh(referral)
    assert referral.status is S.REVOKED
    assert "La persona viajó" in worker.get(f"/cases/{case.id}").get_data(as_text=True)
    assert worker.get(url).status_code == 409


def test_of_who_died_it_is_the_family_that_may_need_the_answer(worker: GuardedClient, case: Case) -> None:
    referral = sent_referral_of(case, S.ACCEPTED)
    db.session.get_one(Person, case.person_id).death_known_by = DeathSource.FAMILY
    db.session.commit()
    words = worker.get(f"/referrals/{referral.id}").get_data(as_text=True)
    assert "La persona falleció: avise a la familia" in words
    assert "Avise a la persona que" not in words


def test_the_person_is_told_and_the_service_completed_by_buttons(worker: GuardedClient, case: Case) -> None:
    referral = sent_referral_of(case, S.ACCEPTED)
    url = f"/referrals/{referral.id}"
    assert "Avise a la persona que" in worker.get(url).get_data(as_text=True)
    assert worker.submit(f"{url}/told", version="1").status_code == 303
    assert worker.submit(f"{url}/told", version="1").status_code == 409
    assert worker.submit(f"{url}/complete", version="1").status_code == 303
    db.session.refresh(referral)
    assert referral.status is S.COMPLETED
    assert worker.submit(f"{url}/complete", version="2").status_code == 409
    assert worker.post(f"{url}/complete").status_code == 400


@pytest.mark.parametrize(
    ("shown", "statuses"),
    [
        ("waiting", [S.SENT, S.VIEWED]),
        ("unanswered", [S.EXPIRED]),
        ("answered", [S.ACCEPTED, S.DECLINED, S.COMPLETED]),
        ("drafts", [S.DRAFT]),
        ("revoked", [S.REVOKED]),
    ],
)
def test_the_list_shows_the_office_one_part_at_a_time(
    worker: GuardedClient, case: Case, other_office: Office, shown: str, statuses: list[S]
) -> None:
    referrals_of_all_states = {status: referral_in(case, status) for status in S}
    foreign = sent_referral_of(case_of_a_person(other_office))
    text = worker.get(f"/referrals?show={shown}").get_data(as_text=True)
    for status, referral in referrals_of_all_states.items():
        assert (referral.code in text) is (status in statuses), status
    assert foreign.code not in text
    listed = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "referral:listed")).one()
    assert listed.count == len(statuses)


def test_a_window_that_passed_counts_as_unanswered_before_the_clock_has_come(worker: GuardedClient, case: Case) -> None:
    late = sent_referral_of(case, answer_due_at=now() - timedelta(minutes=1))
    assert late.code in worker.get("/referrals?show=unanswered").get_data(as_text=True)
    assert late.code not in worker.get("/referrals").get_data(as_text=True)
    assert "Sin respuesta" in worker.get(f"/referrals/{late.id}").get_data(as_text=True)


def test_an_unknown_part_of_the_list_is_not_found(worker: GuardedClient) -> None:
    assert worker.get("/referrals?show=everything").status_code == 404


def test_an_empty_list_says_how_a_referral_begins(worker: GuardedClient) -> None:
    assert "Aquí no hay ninguna referencia" in worker.get("/referrals").get_data(as_text=True)


def test_another_office_finds_no_page_of_the_referral(sign_in: SignIn, other_office: Office, case: Case) -> None:
    referral, draft = sent_referral_of(case), draft_of(case)
    stranger = sign_in(Role.CASEWORKER, at=other_office)
    for url in (
        new(case),
        f"/cases/{case.id}/referrals",
        f"/referrals/{referral.id}",
        f"/referrals/{referral.id}/revoke",
        f"/referrals/{draft.id}/edit",
    ):
        page = stranger.get(url)
        assert page.status_code == 404, url
        assert referral.code not in page.get_data(as_text=True)
    for step in ("mails", "told", "complete", "revoke"):
        assert stranger.submit(f"/referrals/{referral.id}/{step}", version="1", reason="x").status_code == 404, step
    db.session.refresh(referral)
    assert referral.status is S.SENT


@pytest.mark.parametrize("role", [Role.REPORTING_OFFICER, Role.DATA_PROTECTION, Role.ADMINISTRATOR])
def test_roles_without_casework_open_no_page_of_referrals(sign_in: SignIn, case: Case, role: Role) -> None:
    referral = sent_referral_of(case)
    client = sign_in(role)
    for url in (new(case), "/referrals", f"/referrals/{referral.id}", f"/cases/{case.id}/referrals"):
        assert client.get(url).status_code == 403, url
    for step in ("mails", "told", "complete", "revoke"):
        assert client.submit(f"/referrals/{referral.id}/{step}", version="1", reason="x").status_code == 403


@pytest.mark.parametrize("url", ["/referrals", "/referrals/{referral}", "/cases/{case}/referrals", "/cases/{case}/referrals/new"])
def test_each_page_takes_at_most_twelve_statements(
    worker: GuardedClient, case: Case, provided: ProvidedService, url: str
) -> None:
    referral = sent_referral_of(case, provided_service=provided)
    for _ in range(3):
        sent_referral_of(case, provided_service=provided)
    link_to(referral)
    counted: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if counts(statement):
            counted.append(statement)

    address = url.format(referral=referral.id, case=case.id)
    worker.get(address)  # the catalogue's lists are read once a process
    sa.event.listen(sa.engine.Engine, "before_cursor_execute", count)
    try:
        assert worker.get(address).status_code == 200
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", count)
    assert len(counted) <= 12, "\n\n".join(counted)
