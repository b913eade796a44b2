"""A walk of all addresses, as nobody and as each role: doors, headers, cookies, and what is refused without a token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http.cookies import SimpleCookie
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from app.accounts.models import Office
from app.accounts.permissions import Role
from app.attachments.routes.answering import DOWNLOAD_POLICY
from app.extensions import csrf
from app.foundation.database import db
from app.foundation.ids import new_id
from app.web.security_headers import HEADERS
from tests.architecture.test_doors import GUARDED_BY_THEMSELVES, HTTP_VERBS, PUBLIC, permission_of, sample_of
from tests.architecture.test_scope import Records, records  # noqa: F401 - a fixture
from tests.conftest import SignIn

CHECKS_ITS_OWN_TOKEN = {"referrals.answer_as_partner"}
"""Exempt from the general check, which insists on a referrer that its page does not send; tests/referrals knows more."""
NOT_SHOWN = {"static"}
"""No page of ours."""
TELLS_NO_REFERRER = {"referrals.partner_page", "referrals.answer_as_partner"}
DOWNLOADS = {"attachments.open_of_case", "attachments.open_of_person"}
"""Bytes that came from outside: they may do even less than a page."""
FLAGS = {"httponly": True, "samesite": "Lax", "path": "/", "domain": ""}


def rules_of(app: Flask, method: str) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint not in NOT_SHOWN)


def address_of(app: Flask, rule: Rule, values: Mapping[str, Any] | None = None) -> str:
    known = values or {}
    filled = {name: known.get(name) or sample_of(converter) for name, converter in rule._converters.items()}
    with app.test_request_context():
        return rule.build(filled)[1]  # type: ignore[index]


def faults_of_headers(rule: Rule, answer: TestResponse) -> list[str]:
    """What an answer lacks of what every answer carries."""
    expected = {**HEADERS, "Cache-Control": "no-store"}
    if rule.endpoint in TELLS_NO_REFERRER:
        expected["Referrer-Policy"] = "no-referrer"
    if rule.endpoint in DOWNLOADS and answer.status_code == 200:
        expected["Content-Security-Policy"] = DOWNLOAD_POLICY
    wrong = [name for name, value in expected.items() if answer.headers.get(name) != value]
    return [f"{rule.endpoint}: {name}" for name in [*wrong, *faults_of_cookies(answer)]]


def faults_of_cookies(answer: TestResponse, *, secure: bool = False) -> Iterator[str]:
    for line in answer.headers.getlist("Set-Cookie"):
        for name, morsel in SimpleCookie(line).items():
            wanted: dict[str, Any] = {**FLAGS, "secure": True if secure else ""}
            yield from (f"{name}: {flag} is {morsel[flag]!r}" for flag, value in wanted.items() if morsel[flag] != value)


def unsafe_rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    for method in sorted(HTTP_VERBS - {"GET"}):
        yield from ((rule, method) for rule in rules_of(app, method))


def taken_without_token(app: Flask, browser: FlaskClient) -> set[str]:
    """Routes that do not refuse a form without a token. The application has to check tokens."""
    return {
        rule.endpoint
        for rule, method in unsafe_rules(app)
        if browser.open(address_of(app, rule), method=method, data={"submission_id": str(new_id())}).status_code != 400
    }


def open_to_nobody_in_particular(app: Flask, browser: FlaskClient) -> set[str]:
    """Routes that answer a page to somebody who has not signed in."""
    return {rule.endpoint for rule in rules_of(app, "GET") if browser.get(address_of(app, rule)).status_code < 300}


@pytest.fixture
def strict(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application of the tests, asking for tokens as in production."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app


def test_every_answer_to_nobody_carries_all_headers(app: Flask, session: Session) -> None:
    browser = app.test_client()
    faults = [fault for rule in rules_of(app, "GET") for fault in faults_of_headers(rule, browser.get(address_of(app, rule)))]
    assert faults == []


@pytest.mark.parametrize("role", Role)
def test_every_answer_to_a_role_carries_all_headers_and_no_page_fails(
    app: Flask,
    sign_in: SignIn,
    records: Records,  # noqa: F811
    role: Role,
) -> None:
    client = sign_in(role)
    faults: list[str] = []
    opened = 0
    for rule in rules_of(app, "GET"):
        answer = client.open(address_of(app, rule, records))
        faults += faults_of_headers(rule, answer)
        opened += answer.status_code == 200
        if answer.status_code >= 500 and rule.endpoint != "healthz":
            faults.append(f"{rule.endpoint}: {answer.status_code}")
        if answer.status_code == 200 and not is_open_to(app, rule, role):
            faults.append(f"{rule.endpoint}: opened")
    assert faults == []
    assert opened > 10


def is_open_to(app: Flask, rule: Rule, role: Role) -> bool:
    from app.accounts.permissions import PERMISSIONS_OF

    permission = permission_of(app, rule)
    is_for_all = rule.endpoint in PUBLIC | GUARDED_BY_THEMSELVES or rule.endpoint.startswith("security.")
    return is_for_all or permission in PERMISSIONS_OF[role]


def test_nobody_opens_more_than_the_public_doors(app: Flask, session: Session) -> None:
    browser = app.test_client()
    assert open_to_nobody_in_particular(app, browser) <= PUBLIC | {"security.login", "security.static"}


def test_no_route_takes_a_form_without_a_token_from_nobody(strict: Flask) -> None:
    assert taken_without_token(strict, strict.test_client()) == CHECKS_ITS_OWN_TOKEN


@pytest.mark.parametrize("role", Role)
def test_no_route_takes_a_form_without_a_token_from_a_role(strict: Flask, sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    assert {
        rule.endpoint
        for rule, method in unsafe_rules(strict)
        if client.open(address_of(strict, rule), method=method, data={}).status_code != 400
    } == CHECKS_ITS_OWN_TOKEN


def test_no_route_takes_a_form_of_another_site(app: Flask, sign_in: SignIn, office: Office) -> None:
    """Tokens are not asked for here: it is the origin that refuses."""
    client = sign_in(Role.SUPERVISOR)
    headers = {"Origin": "http://evil.example"}
    answers = {
        rule.endpoint: client.open(address_of(app, rule), method=method, headers=headers, data={}).status_code
        for rule, method in unsafe_rules(app)
    }
    assert set(answers.values()) == {400}
    assert len(answers) > 40


def test_all_methods_but_reading_are_known_to_this_walk(app: Flask) -> None:
    known = HTTP_VERBS | {"HEAD", "OPTIONS"}
    assert {method for rule in app.url_map.iter_rules() for method in rule.methods or ()} <= known


def test_a_route_without_protection_is_noticed(app: Flask, session: Session) -> None:
    """The control: what this walk is there to find is found."""
    careless = create_app(app.extensions["settings"])

    def planted() -> Response:
        return Response("<h1>Files</h1>", headers={"Cache-Control": "public", "Set-Cookie": "mine=1; Path=/files"})

    careless.add_url_rule("/planted", "planted", csrf.exempt(planted), methods=["GET", "POST"])
    careless.add_url_rule("/planted-too", "planted_too", planted)
    try:
        browser = FlaskClient(careless, Response)
        assert {"planted", "planted_too"} <= open_to_nobody_in_particular(careless, browser)
        assert "planted" in taken_without_token(careless, browser)
        (rule,) = (rule for rule in careless.url_map.iter_rules() if rule.endpoint == "planted_too")
        faults = faults_of_headers(rule, browser.get("/planted-too"))
        assert {"planted_too: Cache-Control", "planted_too: mine: httponly is ''"} <= set(faults)
    finally:
        csrf._exempt_views.discard(f"{planted.__module__}.{planted.__name__}")
        with careless.app_context():
            db.engine.dispose()


def test_under_a_public_address_with_tls_cookies_are_bound_to_the_host_and_browsers_told_to_stay(
    app: Flask, session: Session
) -> None:
    there = create_app(settings_at(app, "https://quipu.example"))
    answer = FlaskClient(there, Response).get("/sign-in", base_url="https://quipu.example")
    assert [line.partition("=")[0] for line in answer.headers.getlist("Set-Cookie")] == ["__Host-quipu"]
    assert list(faults_of_cookies(answer, secure=True)) == []
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "no está cifrada" not in answer.text


def test_without_tls_the_sign_in_says_so(app: Flask, session: Session) -> None:
    answer = app.test_client().get("/sign-in")
    assert [line.partition("=")[0] for line in answer.headers.getlist("Set-Cookie")] == ["quipu"]
    assert "Strict-Transport-Security" not in answer.headers
    assert "no está cifrada" in answer.text


def settings_at(app: Flask, public_url: str) -> Any:
    import dataclasses

    return dataclasses.replace(app.extensions["settings"], public_url=public_url)
