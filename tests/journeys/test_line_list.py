"""Many people in a list: the keyboard goes from line to line, with and without scripts, and nothing is answered beforehand."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, then_nothing_hinders_anybody
from tests.journeys.test_merging import register

LINES = "fieldset.q-rows__row"


def begin_a_list(page: Page, given_names: str, surname: str) -> None:
    page.goto("/people/list/new")
    page.locator("#nationality").select_option("VEN")
    page.locator("#population_type").select_option("in_transit")
    page.locator("#lines-0-given_names").fill(given_names)
    page.locator("#lines-0-surname_1").fill(surname)
    page.locator("#lines-0-sex").select_option("female")


def test_without_scripts_enter_adds_a_line_and_registers_nobody(enter: Enter) -> None:
    page = enter("caseworker", "CUC", java_script_enabled=False)
    begin_a_list(page, "Yubisay", "Turpial")
    expect(page.get_by_text("con Enter, a la línea siguiente")).to_be_hidden()
    before = page.locator(LINES).count()
    page.locator("#lines-0-surname_1").press("Enter")
    expect(page.locator(LINES)).to_have_count(before + 1)
    expect(page.locator("#lines-0-given_names")).to_have_value("Yubisay")
    expect(page.locator("#lines-0-sex")).to_have_value("female")
    expect(page).to_have_url(re.compile("/people/list/new$"))
    page.goto("/")
    page.get_by_role("searchbox").fill("Yubisay Turpial")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("main").get_by_role("link", name=re.compile("Yubisay"))).to_have_count(0)


def test_whether_somebody_is_registered_already_is_asked_without_an_answer_chosen_before(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    register(page, given_names="Maryelis", surname_1="Gonzalito", surname_2="Chirulí", age="29")
    begin_a_list(page, "Maryelis", "Gonzalito")
    expect(page.get_by_text("con Enter, a la línea siguiente")).to_be_visible()
    page.locator("#lines-0-surname_2").fill("Chirulí")
    page.locator("#lines-0-born").fill("29")
    save = page.get_by_role("button", name="Registrar a estas personas")
    save.click()
    choice = page.get_by_role("radiogroup", name="¿Ya está registrada?")
    expect(choice).to_be_visible()
    then_nothing_hinders_anybody(page)
    expect(choice.locator("input:checked")).to_have_count(0)
    save.click()  # without an answer it is asked again, and nobody is registered
    expect(choice).to_be_visible()
    expect(choice.locator("input:checked")).to_have_count(0)
    choice.get_by_label("No, es alguien nuevo").check()
    save.click()
    expect(page).to_have_url(re.compile("/people/list/registered"))
    expect(page.locator("main").get_by_role("link", name=re.compile("Maryelis"))).to_have_count(1)
