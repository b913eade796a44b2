"""A form that is not kept while it is typed is not lost by a tap beside it; whoever has to leave quickly is asked nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journeys.conftest import Enter, RunningQuipu
from tests.journeys.test_what_is_held import given_somebody_whose_work_is_over
from tests.journeys.test_who_needs_to_know import the_first_cases_of

TYPED = "La Parada, por el puente"


class Asked:
    """What the browser asks before it leaves a page; whoever is asked stays, until told otherwise."""

    def __init__(self, page: Page) -> None:
        self.questions: list[str] = []
        self.leaves = False
        page.on("dialog", self.answer)

    def answer(self, dialog: Dialog) -> None:
        self.questions.append(dialog.type)
        if self.leaves:
            dialog.accept()
        else:
            dialog.dismiss()


def begin_to_change(page: Page, person: str) -> None:
    page.goto(f"{person}/edit")
    page.evaluate("document.querySelectorAll('main form details').forEach(part => { part.open = true })")
    page.locator("#locality").click()
    page.keyboard.type(TYPED)


def choose_portuguese(page: Page) -> None:
    page.locator(".q-user__summary").click()
    page.locator("button[name=language][value=pt]").click()


def test_another_language_takes_no_typed_text_away_without_a_question(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    person = given_somebody_whose_work_is_over(page, "Lechuza")
    asked = Asked(page)
    begin_to_change(page, person)
    choose_portuguese(page)
    page.wait_for_timeout(500)
    assert asked.questions == ["beforeunload"]
    expect(page.locator("#locality")).to_have_value(TYPED)
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^es"))
    asked.leaves = True
    page.locator("button[name=language][value=pt]").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^pt"))
    page.locator(".q-user__summary").click()
    page.locator("button[name=language][value=es]").click()  # nothing is typed here: nothing is asked
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^es"))
    assert asked.questions == ["beforeunload"] * 2


def test_a_refused_form_that_still_holds_what_was_typed_is_not_lost_either(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    person = given_somebody_whose_work_is_over(page, "Tijereto")
    begin_to_change(page, person)
    for name in ("given_names", "surname_1", "surname_2"):
        page.locator(f"#{name}").fill("")
    asked = Asked(page)
    page.get_by_role("button", name="Guardar").last.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert asked.questions == [], "sending asks nothing"
    page.locator(".govuk-back-link").first.click()
    page.wait_for_timeout(500)
    assert asked.questions == ["beforeunload"]
    page.get_by_role("link", name="Salir sin guardar").click()  # it says so itself
    expect(page).to_have_url(re.compile(re.escape(person) + "$"))
    assert asked.questions == ["beforeunload"]


def test_a_form_that_is_kept_asks_nothing(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    asked = Asked(page)
    page.goto("/people/new")
    page.locator("#given_names").click()
    page.keyboard.type("Yorleidis")
    page.locator("#surname_1").click()
    page.keyboard.type("Cucarachero")
    page.locator(".q-header__home").click()
    expect(page).to_have_url(re.compile("/$"))
    assert asked.questions == []


@pytest.mark.parametrize("way", ["button", "keys"])
def test_who_has_to_leave_quickly_is_never_asked(quipu: RunningQuipu, enter: Enter, way: str) -> None:
    page = enter("caseworker", "CUC")
    (case,) = the_first_cases_of(page, 1)
    page.context.route(
        lambda address: not address.startswith(quipu.url), lambda route: route.fulfill(body="<title>Otro sitio</title>")
    )
    asked = Asked(page)
    page.goto(f"{case.url}/restrict")
    page.locator("#reason").click()
    page.keyboard.type("Su hermano trabaja aquí")
    if way == "button":
        page.get_by_role("button", name=re.compile("Salir rápido a otro sitio")).click()
    else:
        page.locator("h1").click()
        for _press in range(3):
            page.keyboard.press("Shift")
    expect(page).to_have_title("Otro sitio")
    assert asked.questions == []
