"""Sessions: where they stand, what ends them, and what a cookie is worth by itself."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts import services, sessions
from app.accounts.enums import EndOfSession
from app.accounts.models import BrowserSession, HeldForm, Office, User
from app.accounts.permissions import Role
from app.accounts.services import set_password
from app.accounts.sessions import store
from app.accounts.sessions.devices import device_of
from app.accounts.sessions.tokens import MARK, digest_of
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from app.web import filters
from tests.accounts.conftest import GOOD_PASSWORD, actions_of, text_of
from tests.accounts.signing_in import sign_in_by_form
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory, UserFactory
from tests.guarded_client import GuardedClient
from tests.statements import statements

CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"
OTHER_PASSWORD = "cuatro lulos bajo la lluvia"


@pytest.fixture
def user(session: Session, office: Office) -> User:
    user: User = UserFactory(office=office, email="ana@example.org", name="Ana Peñaranda")
    GrantFactory(user=user, office=office)
    set_password(user, GOOD_PASSWORD)
    session.commit()
    return user


def cookie_of(client: GuardedClient) -> str:
    found = client.get_cookie("quipu")
    assert found is not None
    return str(found.value)


def browser_with(app: Flask, cookie: str) -> GuardedClient:
    other = app.test_client()
    assert isinstance(other, GuardedClient)
    other.set_cookie("quipu", cookie)
    return other


def is_signed_in(client: GuardedClient) -> bool:
    return client.get("/account").status_code == 200


def rows(session: Session) -> list[BrowserSession]:
    """The sessions of people; between password and code a session is nobody's yet."""
    select = sa.select(BrowserSession).where(BrowserSession.user_id.is_not(None))
    return list(session.scalars(select.order_by(BrowserSession.created_at, BrowserSession.id)))


def change_row(session: Session, **values: Any) -> None:
    session.execute(sa.update(BrowserSession).values(values))
    session.commit()


# What is kept where


def test_a_visitor_who_only_chooses_a_language_costs_no_row(client: GuardedClient, session: Session) -> None:
    client.get("/sign-in")
    client.post("/language", data={"language": "pt", "back": "/sign-in"})
    assert "Entrar" in client.get("/sign-in").text
    assert rows(session) == []
    assert not cookie_of(client).startswith(MARK)


def test_signing_in_puts_a_token_into_the_cookie_and_its_digest_into_the_table(
    client: GuardedClient, session: Session, user: User
) -> None:
    sign_in_by_form(client, **{"User-Agent": CHROME})
    token = cookie_of(client).removeprefix(MARK)
    (row,) = rows(session)
    assert (row.user_id, row.token_digest, row.device) == (user.id, digest_of(token), "Chrome, Android")
    assert len(token) == 43
    assert row.expires_at - row.created_at == sessions.ABSOLUTE


def test_the_table_holds_nothing_that_was_typed_nor_the_token(sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.CASEWORKER)
    client.post("/search", data={"q": "Canario Briceño"})
    kept = session.execute(sa.text("SELECT row_to_json(browser_session)::text, data FROM browser_session")).one()
    assert "Canario" not in kept[0]
    assert b"Canario" not in kept[1]
    assert cookie_of(client).removeprefix(MARK) not in kept[0]
    assert "Canario" in client.get("/search").text  # the control: it is there, sealed


def test_what_was_sealed_for_one_session_opens_in_no_other(app: Flask, sign_in: SignIn, session: Session) -> None:
    thief, victim = sign_in(Role.CASEWORKER), sign_in(Role.CASEWORKER)
    victim.post("/search", data={"q": "Canario Briceño"})
    of_victim, of_thief = (row for who in (victim, thief) for row in rows(session) if row.user_id == who.user.id)
    of_thief.data = of_victim.data
    session.commit()
    assert not is_signed_in(thief)
    assert is_signed_in(victim)


def test_a_signed_cookie_signs_nobody_in(app: Flask, client: GuardedClient, user: User) -> None:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    forged = browser_with(app, serializer.dumps({"_user_id": user.fs_uniquifier, "_fresh": True, "locale": "pt"}))
    assert not is_signed_in(forged)
    assert "Entrar" in forged.get("/sign-in").text  # the language of the same cookie counts


@pytest.mark.parametrize("cookie", ["", MARK, MARK + "x" * 43, MARK + "ñ", "x", "t", "\x00", MARK + "a" * 4000])
def test_an_unknown_cookie_is_a_visitor_who_is_nobody(app: Flask, session: Session, cookie: str) -> None:
    assert browser_with(app, cookie).get("/account").status_code == 302


# New tokens


def test_a_token_known_before_signing_in_opens_nothing_afterwards(
    app: Flask, client: GuardedClient, session: Session, user: User
) -> None:
    with client.session_transaction() as visitor:
        visitor["tf_state"] = "ready"
    planted = cookie_of(client)
    assert planted.startswith(MARK)
    sign_in_by_form(client)
    assert cookie_of(client) != planted
    assert not is_signed_in(browser_with(app, planted))
    reasons = session.scalars(sa.select(BrowserSession.end_reason).order_by(BrowserSession.created_at, BrowserSession.id))
    assert list(reasons) == [EndOfSession.REPLACED, None]


def test_a_planted_token_does_not_stand_at_the_door_of_the_second_step(
    app: Flask, client: GuardedClient, session: Session, user: User
) -> None:
    with client.session_transaction() as visitor:
        visitor["tf_state"] = "ready"
    planted = cookie_of(client)
    client.post("/sign-in", data={"email": user.email, "password": GOOD_PASSWORD})
    assert client.get("/sign-in/next").location == "/sign-in/conduct"
    assert browser_with(app, planted).get("/sign-in/next").location == "/sign-in"


def test_proving_who_one_is_once_more_changes_the_token_and_not_the_session(
    app: Flask, sign_in: SignIn, session: Session
) -> None:
    client = sign_in(Role.CASEWORKER)
    before = cookie_of(client)
    with client.session_transaction() as visitor:
        visitor["fs_paa"] = time.time() + 1
    assert cookie_of(client) != before
    assert not is_signed_in(browser_with(app, before))
    assert is_signed_in(client)
    assert len(rows(session)) == 1


# Ends


def test_a_copied_cookie_is_dead_after_signing_out(app: Flask, client: GuardedClient, session: Session, user: User) -> None:
    sign_in_by_form(client)
    copy = browser_with(app, cookie_of(client))
    assert is_signed_in(copy)
    client.post("/sign-out")
    assert not is_signed_in(copy)
    (row,) = rows(session)
    assert (row.end_reason, row.data) == (EndOfSession.SIGNED_OUT, None)


@pytest.mark.parametrize(("minutes", "lasts"), [(29, True), (31, False)])
def test_half_an_hour_without_use_ends_a_session(sign_in: SignIn, session: Session, minutes: int, lasts: bool) -> None:
    client = sign_in(Role.CASEWORKER)
    change_row(session, last_seen_at=now() - timedelta(minutes=minutes))
    assert is_signed_in(client) is lasts


def test_twelve_hours_end_a_session_however_busy(sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.CASEWORKER)
    change_row(session, expires_at=now())
    assert not is_signed_in(client)
    assert rows(session)[0].end_reason is EndOfSession.TOO_OLD


def test_use_keeps_a_session_alive_and_is_written_once_a_minute(app: Flask, sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.CASEWORKER)
    change_row(session, last_seen_at=now() - timedelta(minutes=20))
    with statements(app) as made:
        client.get("/account")
        client.get("/account")
    updates = [one for one in made if one.startswith("UPDATE browser_session") and "last_seen_at" in one]
    assert len(updates) == 1
    assert now() - rows(session)[0].last_seen_at < timedelta(minutes=1)


def test_a_part_of_a_page_that_asks_by_itself_is_no_use(sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.CASEWORKER)
    change_row(session, last_seen_at=now() - timedelta(minutes=20))
    client.get("/account", headers={"HX-Request": "true"})
    assert now() - rows(session)[0].last_seen_at > timedelta(minutes=19)


def test_a_session_that_ran_out_holds_no_more_than_everybody_may(sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.CASEWORKER)
    client.post("/search", data={"q": "Canario Briceño"})
    change_row(session, last_seen_at=now() - timedelta(minutes=31))
    client.get("/account")
    change_row(session, last_seen_at=now(), ended_at=None, end_reason=None)  # even when somebody turned the row back
    with client.session_transaction() as visitor:
        assert set(visitor) <= {"locale", "csrf_token", "_flashes"}


def test_the_sign_in_page_says_why_one_has_to_sign_in_again(sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.CASEWORKER)
    change_row(session, last_seen_at=now() - timedelta(minutes=31))
    assert "30 minutos sin uso" in text_of(client.get("/account", follow_redirects=True))


def ends_by(change: str, admin: GuardedClient, user: User, session: Session) -> None:
    page = f"/accounts/{user.id}"
    match change:
        case "disable":
            admin.submit(f"{page}/disable")
        case "new role":
            admin.submit(f"{page}/roles/new", role="supervisor", scope=f"office:{user.office_id}")
        case "end of role":
            (grant,) = user.grants
            admin.submit(f"{page}/roles/{grant.id}/end")
        case "administrator":
            admin.submit(f"{page}/sign-out")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("disable", EndOfSession.ACCOUNT_DISABLED),
        ("new role", EndOfSession.ROLE_CHANGED),
        ("end of role", EndOfSession.ROLE_CHANGED),
        ("administrator", EndOfSession.CLOSED_BY_ADMINISTRATOR),
    ],
)
def test_what_an_administrator_changes_ends_the_sessions_of_the_account_at_the_next_request(
    admin_client: GuardedClient, sign_in: SignIn, session: Session, change: str, reason: EndOfSession
) -> None:
    client = sign_in(Role.CASEWORKER)
    bystander = sign_in(Role.CASEWORKER)
    ends_by(change, admin_client, client.user, session)
    assert not is_signed_in(client)
    assert [row.end_reason for row in rows(session) if row.user_id == client.user.id] == [reason]
    assert is_signed_in(bystander)
    assert is_signed_in(admin_client)


def test_a_new_password_ends_all_other_sessions(app: Flask, client: GuardedClient, session: Session, user: User) -> None:
    other = app.test_client()
    assert isinstance(other, GuardedClient)
    for browser in (client, other):
        sign_in_by_form(browser)
    fields = {"current_password": GOOD_PASSWORD, "password": OTHER_PASSWORD, "password_confirm": OTHER_PASSWORD}
    assert client.submit("/account/password", **fields).status_code == 303
    assert (is_signed_in(client), is_signed_in(other)) == (True, False)
    assert [row.end_reason for row in rows(session)] == [None, EndOfSession.PASSWORD_CHANGED]


# The pages


def test_the_page_of_sessions_shows_devices_and_which_is_this_one(
    app: Flask, client: GuardedClient, session: Session, user: User
) -> None:
    phone = app.test_client()
    assert isinstance(phone, GuardedClient)
    sign_in_by_form(phone, **{"User-Agent": CHROME})
    sign_in_by_form(client)
    words = text_of(client.get("/account/sessions"))
    assert "Chrome, Android" in words
    assert "dispositivo desconocido" in words
    assert words.count("esta misma") == 1
    assert words.count("Cerrar esta sesión") == 1
    assert "Cerrar todas las demás" in words


def test_moments_are_told_on_the_clock_of_the_readers_office(sign_in: SignIn, session: Session) -> None:
    ana = sign_in(Role.CASEWORKER)
    begun = session.scalars(sa.select(BrowserSession).where(BrowserSession.user_id == ana.actor.id)).one().created_at
    assert filters.instant(begun, "America/Bogota") in text_of(ana.get("/account/sessions"))
    assert "UTC" not in text_of(ana.get("/account/sessions"))


def test_one_session_is_closed_from_another(app: Flask, client: GuardedClient, session: Session, user: User) -> None:
    lost = app.test_client()
    assert isinstance(lost, GuardedClient)
    sign_in_by_form(lost)
    sign_in_by_form(client)
    first = rows(session)[0]
    answer = client.submit(f"/account/sessions/{first.id}/close")
    assert (answer.status_code, answer.location) == (303, "/account/sessions")
    assert (is_signed_in(lost), is_signed_in(client)) == (False, True)
    assert actions_of(session)[-1] == "session:closed"
    assert client.submit(f"/account/sessions/{first.id}/close").status_code == 404


def test_all_others_are_closed_at_once(app: Flask, client: GuardedClient, session: Session, user: User) -> None:
    others = [app.test_client(), app.test_client()]
    for other in others:
        assert isinstance(other, GuardedClient)
        sign_in_by_form(other)
    sign_in_by_form(client)
    client.submit("/account/sessions/close-others")
    assert [is_signed_in(browser) for browser in (*others, client)] == [False, False, True]  # type: ignore[arg-type]
    assert "Cerrar todas las demás" not in text_of(client.get("/account/sessions"))


@pytest.mark.usefixtures("user")
def test_the_page_of_the_second_step_offers_to_close_all_others(app: Flask, client: GuardedClient) -> None:
    """Whoever changes it because a phone is lost wants that phone out, too."""
    other = app.test_client()
    assert isinstance(other, GuardedClient)
    sign_in_by_form(other)
    sign_in_by_form(client)
    assert "Cerrar todas las demás" in text_of(client.get("/account/second-step"))
    client.submit("/account/sessions/close-others")
    assert not is_signed_in(other)
    assert "Cerrar todas las demás" not in text_of(client.get("/account/second-step"))


def test_nobody_closes_the_session_of_somebody_else(sign_in: SignIn, session: Session) -> None:
    client, stranger = sign_in(Role.CASEWORKER), sign_in(Role.ADMINISTRATOR)
    (theirs,) = (row.id for row in rows(session) if row.user_id == client.user.id)
    assert stranger.submit(f"/account/sessions/{theirs}/close").status_code == 404
    stranger.submit("/account/sessions/close-others")
    assert is_signed_in(client)


def test_an_administrator_signs_nobody_out_beyond_their_reach(
    office_admin: GuardedClient, sign_in: SignIn, other_office: Office
) -> None:
    stranger = sign_in(Role.CASEWORKER, at=other_office)
    assert office_admin.submit(f"/accounts/{stranger.user.id}/sign-out").status_code == 404
    assert is_signed_in(stranger)


# Saving


def _away(*_: Any, **__: Any) -> Any:
    raise sa.exc.OperationalError("", {}, Exception())


def test_session_user_and_office_come_in_one_statement(app: Flask, sign_in: SignIn) -> None:
    client = sign_in(Role.CASEWORKER)
    client.get("/search")  # the first page makes the token of forms
    with statements(app) as made:
        client.get("/search")
    assert [one.partition(" FROM ")[0][:30] for one in made] == [
        "SELECT browser_session.id, bro",
        "SELECT user_grant.id, user_gra",
    ]


def test_saving_a_session_commits_nothing_that_the_view_left_undone(
    app: Flask, sign_in: SignIn, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(Role.CASEWORKER)
    views: dict[str, Any] = app.view_functions

    def careless() -> str:
        sessions.current()["mark"] = "kept"
        db.session.execute(sa.update(User).values(name="half done"))
        db.session.rollback()
        return "<html lang=es><title>x</title><h1>x</h1>"

    monkeypatch.setitem(views, "accounts.list_sessions", careless)
    client.get("/account/sessions")
    assert session.scalars(sa.select(User.name).where(User.id == client.user.id)).one() != "half done"
    with client.session_transaction() as visitor:
        assert visitor["mark"] == "kept"


def test_a_view_that_leaves_work_undone_is_noticed_beside_the_saving_of_its_session(
    app: Flask, sign_in: SignIn, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(Role.CASEWORKER)

    def careless() -> str:
        sessions.current()["mark"] = "kept"
        db.session.execute(sa.update(User).values(name="half done"))
        return "<html lang=es><title>x</title><h1>x</h1>"

    views: dict[str, Any] = app.view_functions
    monkeypatch.setitem(views, "accounts.list_sessions", careless)
    with pytest.raises(AssertionError, match="neither committed nor rolled back"):
        client.get("/account/sessions")
    session.rollback()


def test_a_session_that_cannot_be_saved_does_not_spoil_the_answer(
    sign_in: SignIn, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(Role.CASEWORKER)

    monkeypatch.setattr(store, "keep", _away)
    answer = client.post("/search", data={"q": "Rojas"})
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (303, None)


def test_a_database_that_is_away_signs_nobody_out(sign_in: SignIn, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(Role.CASEWORKER)
    before = cookie_of(client)

    with monkeypatch.context() as patched:
        patched.setattr(store, "find", _away)
        answer = client.get("/account")
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (503, None)
    assert cookie_of(client) == before
    assert is_signed_in(client)


def test_a_form_sent_while_the_database_is_away_can_be_sent_again_as_it_is(
    app: Flask, sign_in: SignIn, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(Role.CASEWORKER)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account").text)
    assert token is not None
    session.commit()  # here all requests share one connection, and a rollback of the next would take this one's session along
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    fields = {"locale": "pt", "submission_id": str(new_id()), "csrf_token": token[1]}
    with monkeypatch.context() as patched:
        patched.setattr(store, "find", _away)
        answer = client.post("/account", data=fields, headers={"Accept-Language": "pt-BR,pt;q=0.9,en;q=0.5"})
    kept = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (503, None)
    assert "Tentar de novo" in answer.text
    assert {name: kept[name] for name in fields} == fields
    assert client.post("/account", data=fields).status_code == 303


# Housekeeping


def test_old_sessions_and_forms_are_forgotten(sign_in: SignIn, session: Session) -> None:
    old, young = sign_in(Role.CASEWORKER), sign_in(Role.CASEWORKER)
    past = now() - sessions.ABSOLUTE - sessions.KEPT_FOR - timedelta(minutes=1)
    session.execute(sa.update(BrowserSession).where(BrowserSession.user_id == old.user.id).values(created_at=past))
    for client, at in ((old, now() - timedelta(hours=25)), (young, now())):
        session.add(HeldForm(user_id=client.user.id, submission_id=client.user.id, address="/", fields=b"", created_at=at))
    session.commit()
    services.forget_old_sessions()
    assert [row.user_id for row in rows(session)] == [young.user.id]
    assert list(session.scalars(sa.select(HeldForm.user_id))) == [young.user.id]


WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    CHROME: "Chrome, Android",
    f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} SamsungBrowser/27.0 Chrome/125.0 Safari/537.36": "Samsung Internet, Android",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1": "Safari, iPhone",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0": "Firefox, Windows",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131.0 Safari/537.36 Edg/131.0": "Edge, Windows",
    "curl/8.5.0": "",
    "": "",
}


@pytest.mark.parametrize(("user_agent", "words"), AGENTS.items())
def test_a_device_is_told_in_two_words(user_agent: str, words: str) -> None:
    assert device_of(user_agent) == words
