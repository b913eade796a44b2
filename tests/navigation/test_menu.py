"""The menu leads only to doors that exist, and shows nobody a door that stays closed to them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.accounts.permissions import Role
from app.navigation.menu import ENTRIES, FIRST_PAGES
from tests.conftest import SignIn


def permission_of(app: Flask, endpoint: str) -> Any:
    view: Any = app.view_functions[endpoint]
    while view is not None:
        if hasattr(view, "permission"):
            return view.permission
        view = getattr(view, "__wrapped__", None)
    return None


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.endpoint)
def test_a_line_is_shown_to_just_those_whom_its_door_admits(app: Flask, entry: Any) -> None:
    if entry.endpoint != "supervision.home":
        assert permission_of(app, entry.endpoint) == entry.permission


def test_first_pages_exist(app: Flask) -> None:
    assert {endpoint for _, endpoint in FIRST_PAGES} <= app.view_functions.keys()


@pytest.mark.parametrize("role", list(Role))
def test_every_line_of_the_menu_opens(sign_in: SignIn, role: Role) -> None:
    browser = sign_in(role)
    for entry in ENTRIES:
        if browser.actor.may(entry.permission):
            with browser.application.test_request_context():
                from flask import url_for

                path = url_for(entry.endpoint)
            assert browser.get(path).status_code == 200, path


def test_the_present_page_is_marked(sign_in: SignIn) -> None:
    page = sign_in(Role.SUPERVISOR).get("/caseload/overdue").text
    assert page.count("govuk-service-navigation__item--active") == 1


def test_who_may_not_search_persons_is_offered_no_search(sign_in: SignIn) -> None:
    assert 'role="search"' not in sign_in(Role.ADMINISTRATOR).get("/account").text
    assert 'role="search"' in sign_in(Role.CASEWORKER).get("/account").text


def test_people_are_found_before_they_are_registered(sign_in: SignIn) -> None:
    browser = sign_in(Role.CASEWORKER)
    assert browser.get("/people").location == "/search"
    page = browser.get("/search").text
    assert 'href="/people/new"' in page
