"""Forms that did not come from a page of ours."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests


def test_a_forged_form_is_refused_in_words_and_its_answer_names_the_request(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = app.test_client().post("/people/new", data={"surname_1": "Rojas"})
    assert answer.status_code == 400
    assert answer.headers["X-Request-Id"]
    assert "<h1" in answer.text


def test_what_was_typed_into_a_form_that_had_expired_is_shown_to_be_copied(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    typed = {"text": "Llegó la apostilla <ayer> y falta la cita", "password": "no es para esta página", "version": "3"}
    answer = app.test_client().post("/people/new", data=typed)
    assert "Llegó la apostilla &lt;ayer&gt; y falta la cita" in answer.text
    assert "no es para esta página" not in answer.text


def test_what_another_site_sent_is_not_shown(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    words = {"text": "Llame a este número para recibir su ayuda"}
    answer = app.test_client().post("/people/new", data=words, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 400
    assert "Llame a este" not in answer.text


def test_what_was_typed_is_shown_again_to_who_sends_too_often(app: Flask, session: Session) -> None:
    typed = {"accept-words": "Venga el lunes a las ocho con su documento", "accept-csrf_token": "firmado"}
    with app.test_request_context("/r/x/accept", method="POST", data=typed):
        body, status = app.handle_user_exception(TooManyRequests())  # type: ignore[misc]
    assert status == 429
    assert "Venga el lunes a las ocho" in body.get_data(as_text=True)
