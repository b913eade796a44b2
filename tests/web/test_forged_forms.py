"""Forms that did not come from a page of ours."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session


def test_a_forged_form_is_refused_in_words_and_its_answer_names_the_request(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = app.test_client().post("/people/new", data={"surname_1": "Rojas"})
    assert answer.status_code == 400
    assert answer.headers["X-Request-Id"]
    assert "<h1" in answer.text
