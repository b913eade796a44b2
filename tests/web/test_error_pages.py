from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from flask import session as cookie
from sqlalchemy.orm import Session

from app.accounts.permissions import Role
from app.foundation.database import db
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, StaleVersion, WrongState
from app.web import error_pages
from config import DATABASE_ROLES
from ops.throwaway import ThrowawayServers
from tests.conftest import SignIn, settings_for
from tests.guarded_client import GuardedClient, faults_of_page
from tests.web.conftest import Elements

AWAY = sa.exc.OperationalError("SELECT 1", {}, Exception("connection refused"))


def test_an_unknown_address_says_what_to_do_next(client: GuardedClient) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    text = Elements(answer.text).text
    assert "No se encontró" in text
    assert "Revise la dirección" in text


def test_a_wrong_method_is_refused_in_words_and_names_the_right_one(client: GuardedClient) -> None:
    answer = client.get("/language")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "No se cambió nada" in answer.text


def test_a_form_larger_than_allowed_is_refused_before_it_is_read(client: GuardedClient) -> None:
    answer = client.post("/language", data={"language": "es", "back": "/" + "x" * (3 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "No se guardó nada" in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotFound("a"), 404), (NotAllowed("a"), 403), (WrongState("a"), 409), (StaleVersion("a"), 409), (RefusedInput("a"), 422)],
)
def test_each_refusal_of_the_domain_has_its_status_and_its_own_sentence(spanish: None, error: Exception, status: int) -> None:
    error.sentence = "El caso ya está cerrado."  # type: ignore[attr-defined]
    page, answered = error_pages.answer_domain_error(error)  # type: ignore[misc, arg-type]
    assert answered == status
    assert "El caso ya está cerrado." in Elements(page).text
    assert faults_of_page(page) == []


def test_a_step_that_is_over_is_not_taken_for_a_change_by_somebody_else(spanish: None) -> None:
    over, _ = error_pages.answer_domain_error(WrongState("El caso ya está cerrado."))  # type: ignore[misc]
    assert "Esto no se puede hacer ahora" in Elements(over).text
    assert "cambió mientras tanto" not in Elements(over).text


def test_two_versions_of_a_record_are_shown_side_by_side(spanish: None) -> None:
    error = StaleVersion("Alguien guardó antes.", {"Nota": ("la de Luis", "la <mía>")})
    page, _ = error_pages.answer_domain_error(error)  # type: ignore[misc]
    assert "Nota En la ficha la de Luis Lo que usted escribió la <mía>" in Elements(page).text


@pytest.fixture
def statements(app: Flask, session: Session) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def test_a_database_that_is_away_loses_nothing_typed_and_is_not_asked_again(
    app: Flask, sign_in: SignIn, statements: list[str]
) -> None:
    user = sign_in(Role.CASEWORKER).user
    unique = user.fs_uniquifier
    typed = {"note": "Llegó la apostilla\ny falta la cita", "needs": ["food", "bed"], "password": "not this", "csrf_token": "old"}
    with app.test_request_context("/cases/1/notes?from=day", method="POST", data=typed):
        cookie["_user_id"] = unique
        statements.clear()
        page, status, headers = app.handle_user_exception(AWAY)  # type: ignore[misc]
        assert [statement for statement in statements if not statement.startswith("ROLLBACK")] == []
    found = Elements(page)
    assert (status, headers["Retry-After"]) == (503, "5")
    assert found.one("input", name="note")["value"] == "Llegó la apostilla\ny falta la cita"
    assert [box["value"] for box in found.all("input", name="needs")] == ["food", "bed"]
    assert found.one("form", action="/cases/1/notes?from=day")["method"] == "post"
    assert "not this" not in page


def test_a_statement_that_takes_too_long_is_told_as_what_it_is_and_loses_nothing_typed(app: Flask, sign_in: SignIn) -> None:
    sign_in(Role.CASEWORKER)
    with app.test_request_context("/search", method="POST", data={"q": "María Pérez"}):
        db.session.execute(sa.text("SET LOCAL statement_timeout = '20ms'"))
        with pytest.raises(sa.exc.OperationalError) as given_up:
            db.session.execute(sa.text("SELECT pg_sleep(5)"))
        page, status, _ = app.handle_user_exception(given_up.value)  # type: ignore[misc]
    found = Elements(page)
    assert status == 503
    assert "Esto tardó demasiado" in found.text
    assert "se está reiniciando" not in found.text
    assert found.one("input", name="q")["value"] == "María Pérez"


def test_the_database_gives_up_long_statements_of_pages_and_of_nothing_else(servers: ThrowawayServers, app: Flask) -> None:
    settings, longest = settings_for(servers, servers.database_url("quipu_shared")), {}
    for role in DATABASE_ROLES:
        with psycopg.connect(settings.libpq_url(role)) as connection:
            [longest[role]] = connection.execute("SHOW statement_timeout").fetchone() or [None]
    assert longest == dict.fromkeys(DATABASE_ROLES, "0") | {"app_rw": "30s"}


def test_a_page_that_cannot_be_read_without_the_database_offers_to_load_again(app: Flask, session: Session) -> None:
    with app.test_request_context("/cases/1?tab=notes"):
        page, status, _ = app.handle_user_exception(AWAY)  # type: ignore[misc]
    assert status == 503
    assert Elements(page).one("a", href="/cases/1?tab=notes")["href"]
