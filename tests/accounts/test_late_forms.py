"""What somebody typed is not lost because their session ran out while they typed it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts import services
from app.accounts.models import BrowserSession, HeldForm, Office, User
from app.accounts.permissions import Role
from app.accounts.services import set_password
from app.cases.models import CaseNote
from app.foundation.clock import now, today_in
from app.foundation.ids import new_id
from tests.accounts.conftest import GOOD_PASSWORD, actions_of, text_of
from tests.accounts.signing_in import sign_in_by_form
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.web.conftest import Elements

TYPED = "Llegó la apostilla y falta la cita en el consulado"
WAITING_PAGE = "/account/held-forms"


@pytest.fixture
def client(sign_in: SignIn, session: Session) -> GuardedClient:
    """A caseworker with a password, signed in."""
    client = sign_in(Role.CASEWORKER, name="Ana Peñaranda", email="ana@example.org")
    set_password(client.user, GOOD_PASSWORD)
    session.commit()
    client.sign_in(client.user)
    return client


@pytest.fixture
def notes_page(client: GuardedClient, office: Office) -> str:
    case = CaseFactory(person=PersonFactory(office=office), office=office, caseworker=client.user)
    return f"/cases/{case.id}/notes/new"


def sign_in_again(client: GuardedClient, email: str = "ana@example.org", at: str = "/sign-in") -> TestResponse:
    return sign_in_by_form(client, email, at=at)


def let_time_pass(session: Session, **values: Any) -> None:
    session.execute(sa.update(BrowserSession).values(values or {"last_seen_at": now() - timedelta(minutes=31)}))
    session.commit()


def note_fields(submission_id: UUID) -> dict[str, str]:
    today = today_in("America/Bogota")
    day = {"occurred_on-day": str(today.day), "occurred_on-month": str(today.month), "occurred_on-year": str(today.year)}
    return {"submission_id": str(submission_id), "text": TYPED, **day}


def send_late(client: GuardedClient, session: Session, page: str, **fields: str) -> TestResponse:
    let_time_pass(session)
    return client.post(page, data={**note_fields(new_id()), **fields})


def form_that_waits(client: GuardedClient) -> tuple[str, dict[str, str]]:
    """Address and fields of the first form on the page of those that wait."""
    html = client.get(WAITING_PAGE).text
    (form,) = re.findall(r'<form method="post" action="(/cases[^"]+)" novalidate>(.*?)</form>', html, re.DOTALL)[:1]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[1]))
    return unescape(form[0]), {unescape(name): unescape(value) for name, value in fields.items()}


def held(session: Session) -> list[HeldForm]:
    return list(session.scalars(sa.select(HeldForm)))


def test_a_form_sent_too_late_is_kept_sealed_and_leads_to_the_sign_in(
    client: GuardedClient, session: Session, notes_page: str
) -> None:
    answer = send_late(client, session, notes_page)
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account/held-forms")
    (row,) = held(session)
    assert (row.user_id, row.address) == (client.user.id, notes_page)
    assert TYPED.encode() not in row.fields
    assert session.scalar(sa.select(sa.func.count()).select_from(CaseNote)) == 0
    words = text_of(client.get(answer.location))
    assert "Lo que envió está guardado para usted" in words
    assert "30 minutos sin uso" in words
    assert actions_of(session)[-1] == "held_form:kept"


def test_after_signing_in_one_button_saves_it_as_it_was_typed(client: GuardedClient, session: Session, notes_page: str) -> None:
    late = send_late(client, session, notes_page)
    back = sign_in_again(client, at=late.location)
    assert back.location.endswith(WAITING_PAGE)
    assert TYPED in text_of(client.get(WAITING_PAGE))
    address, fields = form_that_waits(client)
    saved = client.post(address, data=fields)
    assert saved.status_code == 303
    assert [note.text for note in session.scalars(sa.select(CaseNote))] == [TYPED]
    assert held(session) == []
    assert client.get(WAITING_PAGE).location == "/"


def test_sent_on_twice_it_is_saved_once(client: GuardedClient, session: Session, notes_page: str) -> None:
    late = send_late(client, session, notes_page)
    sign_in_again(client, at=late.location)
    address, fields = form_that_waits(client)
    assert {client.post(address, data=fields).location for _ in range(3)} == {notes_page.removesuffix("/notes/new")}
    assert session.scalar(sa.select(sa.func.count()).select_from(CaseNote)) == 1


def test_a_form_that_was_saved_before_the_answer_was_lost_does_not_double(
    client: GuardedClient, session: Session, notes_page: str
) -> None:
    submission_id = new_id()
    client.post(notes_page, data=note_fields(submission_id))
    late = send_late(client, session, notes_page, submission_id=str(submission_id))
    sign_in_again(client, at=late.location)
    address, fields = form_that_waits(client)
    client.post(address, data=fields)
    assert session.scalar(sa.select(sa.func.count()).select_from(CaseNote)) == 1


def test_two_pages_left_open_both_keep_their_forms_and_one_form_sent_twice_waits_once(
    client: GuardedClient, session: Session, notes_page: str
) -> None:
    submission_id = str(new_id())
    for _ in range(2):
        send_late(client, session, notes_page, submission_id=submission_id)
    send_late(client, session, notes_page, text="Otra nota, escrita en otra pestaña")
    assert len(held(session)) == 2


@pytest.mark.parametrize("values", [{"expires_at": now()}, {"last_seen_at": now() - timedelta(hours=60)}])
def test_it_is_kept_after_twelve_hours_and_after_a_weekend_too(
    client: GuardedClient, session: Session, notes_page: str, values: dict[str, Any]
) -> None:
    let_time_pass(session, **values)
    client.post(notes_page, data=note_fields(new_id()))
    assert len(held(session)) == 1


def test_it_is_kept_when_an_administrator_changed_a_role_meanwhile(
    client: GuardedClient, session: Session, admin_client: GuardedClient, notes_page: str
) -> None:
    admin_client.submit(f"/accounts/{client.user.id}/roles/new", role="supervisor", scope=f"office:{client.user.office_id}")
    assert client.post(notes_page, data=note_fields(new_id())).status_code == 303
    assert len(held(session)) == 1


def test_whose_session_was_closed_on_purpose_keeps_nothing(client: GuardedClient, session: Session, notes_page: str) -> None:
    services.end_other_sessions(client.actor, but=None)
    session.commit()
    assert client.post(notes_page, data=note_fields(new_id())).status_code == 302
    assert held(session) == []


def test_a_disabled_account_keeps_nothing(client: GuardedClient, session: Session, notes_page: str) -> None:
    client.user.active = False
    session.commit()
    send_late(client, session, notes_page)
    assert held(session) == []


def test_somebody_else_who_signs_in_at_that_device_never_sees_it_and_it_waits_for_its_owner(
    client: GuardedClient, session: Session, office: Office, notes_page: str
) -> None:
    other: User = UserFactory(office=office, email="eva@example.org")
    GrantFactory(user=other, office=office)
    set_password(other, GOOD_PASSWORD)
    session.commit()
    late = send_late(client, session, notes_page)
    answer = sign_in_again(client, email="eva@example.org", at=late.location)
    page = client.get(answer.location)
    assert (page.status_code, page.location) == (303, "/")
    assert TYPED not in client.get("/", follow_redirects=True).text
    (row,) = held(session)
    client.submit(f"/account/held-forms/{row.id}/discard")
    assert len(held(session)) == 1
    client.post("/sign-out")
    sign_in_again(client)
    home = Elements(client.get("/", follow_redirects=True).text)
    assert home.all("a", href=WAITING_PAGE)
    assert TYPED in text_of(client.get(WAITING_PAGE))


def test_nobody_sends_on_or_drops_the_form_of_somebody_else(
    app: Flask, client: GuardedClient, sign_in: SignIn, session: Session, notes_page: str
) -> None:
    send_late(client, session, notes_page)
    (row,) = held(session)
    stranger = sign_in(Role.CASEWORKER)
    stranger.submit("/account", locale="es", held_form=str(row.id))
    assert len(held(session)) == 1


def test_passwords_tokens_and_files_are_never_kept(client: GuardedClient, session: Session, notes_page: str) -> None:
    send_late(client, session, notes_page, csrf_token="abc", password="no guardar", current_password="no guardar")
    late = sign_in_again(client)
    assert late.status_code == 303
    _address, fields = form_that_waits(client)
    assert not {"password", "current_password"} & set(fields)
    assert fields.get("csrf_token") != "abc"


def test_a_change_of_password_sent_too_late_is_not_kept(client: GuardedClient, session: Session) -> None:
    let_time_pass(session)
    fields = {"current_password": GOOD_PASSWORD, "password": "x" * 20, "password_confirm": "x" * 20}
    assert client.submit("/account/password", **fields).status_code == 302
    assert held(session) == []


@pytest.mark.parametrize("fields", [{"submission_id": ""}, {"submission_id": "x"}])
def test_a_form_without_its_id_is_not_kept(
    client: GuardedClient, session: Session, notes_page: str, fields: dict[str, str]
) -> None:
    assert send_late(client, session, notes_page, **fields).status_code == 302
    assert held(session) == []


def test_a_form_too_long_to_be_kept_is_shown_to_be_copied(client: GuardedClient, session: Session, notes_page: str) -> None:
    answer = send_late(client, session, notes_page, text=TYPED + " más" * 60_000)
    assert answer.status_code == 409
    assert TYPED in answer.text
    assert held(session) == []


def test_no_more_than_twenty_wait_for_one_person(client: GuardedClient, session: Session, notes_page: str) -> None:
    let_time_pass(session)
    answers = [client.post(notes_page, data=note_fields(new_id())).status_code for _ in range(21)]
    assert answers == [303] * 20 + [409]


def test_one_of_twenty_that_wait_may_be_sent_once_more(client: GuardedClient, session: Session, notes_page: str) -> None:
    let_time_pass(session)
    ids = [new_id() for _ in range(20)]
    assert {client.post(notes_page, data=note_fields(one)).status_code for one in [*ids, ids[7]]} == {303}
    assert len(held(session)) == 20


def test_the_21st_is_told_that_others_wait_and_shown_to_be_copied(
    client: GuardedClient, session: Session, notes_page: str
) -> None:
    let_time_pass(session)
    *_, answer = [client.post(notes_page, data=note_fields(new_id())) for _ in range(21)]
    assert "otros 20" in answer.text
    assert TYPED in answer.text


def test_an_address_with_a_nul_in_it_is_kept_without(client: GuardedClient, session: Session, notes_page: str) -> None:
    answer = send_late(client, session, f"{notes_page}?from=a\0b")
    assert answer.status_code == 303
    assert [form.address for form in held(session)] == [f"{notes_page}?from=ab"]


def test_a_forged_form_is_not_kept(
    app: Flask, client: GuardedClient, session: Session, notes_page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = Elements(client.get(notes_page).text).all("input", name="csrf_token")[0]["value"]
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert send_late(client, session, notes_page, csrf_token="forged").status_code == 400
    assert held(session) == []
    assert send_late(client, session, notes_page, csrf_token=str(token)).status_code == 303  # the control
    assert len(held(session)) == 1


def test_a_part_of_a_page_that_asks_with_an_ended_session_changes_nothing_on_the_page(
    client: GuardedClient, session: Session, notes_page: str
) -> None:
    let_time_pass(session)
    answer = client.post(notes_page, data=note_fields(new_id()), headers={"HX-Request": "true"})
    assert (answer.status_code, held(session)) == (204, [])


def test_a_form_that_its_page_refuses_is_in_the_page_and_no_longer_waits(
    client: GuardedClient, session: Session, notes_page: str
) -> None:
    late = send_late(client, session, notes_page, **{"occurred_on-day": "45"})
    sign_in_again(client, at=late.location)
    address, fields = form_that_waits(client)
    answer = client.post(address, data=fields)
    assert answer.status_code == 422
    assert TYPED in answer.text
    assert held(session) == []


def test_it_can_be_thrown_away(client: GuardedClient, session: Session, notes_page: str) -> None:
    late = send_late(client, session, notes_page)
    sign_in_again(client, at=late.location)
    (row,) = held(session)
    assert client.submit(f"/account/held-forms/{row.id}/discard").status_code == 303
    assert held(session) == []
    assert not Elements(client.get("/account").text).all("a", href=WAITING_PAGE)


def test_after_a_day_nobody_can_send_it_on(client: GuardedClient, session: Session, notes_page: str) -> None:
    late = send_late(client, session, notes_page)
    session.execute(sa.update(HeldForm).values(created_at=now() - timedelta(hours=24, minutes=1)))
    session.commit()
    sign_in_again(client, at=late.location)
    assert client.get(WAITING_PAGE).location == "/"


def seen_as(session: Session, kind: str, actor_id: UUID | None) -> int:
    """How many waiting forms the web's login sees under a context; the transaction goes on as before."""
    with session.begin_nested() as savepoint:
        session.execute(sa.text("SELECT quipu_enter(:kind, :id)"), {"kind": kind, "id": actor_id})
        session.execute(sa.text("SET LOCAL ROLE app_rw"))
        number = session.scalar(sa.text("SELECT count(*) FROM held_form")) or 0
        savepoint.rollback()
    return number


def test_the_database_itself_shows_a_waiting_form_to_its_sender_only(
    client: GuardedClient, sign_in: SignIn, session: Session, notes_page: str
) -> None:
    send_late(client, session, notes_page)
    stranger = sign_in(Role.SUPERVISOR).user.id
    contexts = [("staff", client.user.id), ("staff", stranger), ("door", None), ("partner_link", client.user.id), ("", None)]
    assert [seen_as(session, kind, actor) for kind, actor in contexts] == [1, 0, 0, 0, 0]
