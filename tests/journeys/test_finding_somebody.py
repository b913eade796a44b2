"""Somebody who is registered is found in spite of two typos: from the search box, and while being registered again.

On a phone, in Spanish, by keyboard alone.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, then_nothing_hinders_anybody

PERSON = "Yorbelys Coromoto UZCÁTEGUI PAREDES"
A_FILE = re.compile(r"/people/[0-9a-f-]{36}$")
MOST_TABS = 60


def test_somebody_registered_is_found_in_spite_of_two_typos(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    given_somebody_was_registered(page)
    when_two_slips_are_typed_into_the_search_box(page)
    then_the_file_opens_from_the_list(page)
    when_the_surname_and_the_year_are_typed(page)
    then_the_file_opens_from_the_list(page)
    when_she_is_about_to_be_registered_again(page)
    then_the_candidate_says_why_and_the_file_opens_instead(page)


def given_somebody_was_registered(page: Page) -> None:
    page.goto("/people/new")
    page.locator("#given_names").fill("Yorbelys Coromoto")
    page.locator("#surname_1").fill("Uzcátegui")
    page.locator("#surname_2").fill("Paredes")
    page.locator("input[name=sex][value=female]").check()
    page.locator("input[name=birth_known][value=date]").check()
    page.locator("#birth-year").fill("1991")
    page.locator("#nationality").select_option("VEN")
    page.locator("input[name=population_type][value=in_transit]").check()
    page.get_by_role("button", name="Registrar persona").last.click()
    page.wait_for_url(A_FILE)
    expect(page.get_by_role("heading", level=1)).to_contain_text(PERSON)


def when_two_slips_are_typed_into_the_search_box(page: Page) -> None:
    page.goto("/")
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("Uzcátgui Yorbleys")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search$"))
    then_nothing_hinders_anybody(page)


def when_the_surname_and_the_year_are_typed(page: Page) -> None:
    page.goto("/search")
    tab_to(page, page.locator("#q"))
    page.keyboard.press("Control+a")
    page.keyboard.type("uscategui 1991")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Solo quienes pueden haber nacido en 1991")).to_be_visible()
    expect(page.get_by_role("button", name="Buscar en todos los años")).to_be_visible()
    then_nothing_hinders_anybody(page)


def then_the_file_opens_from_the_list(page: Page) -> None:
    found = page.get_by_role("table").get_by_role("link", name=PERSON)
    tab_to(page, found)
    page.keyboard.press("Enter")
    page.wait_for_url(A_FILE)
    expect(page.get_by_role("heading", level=1)).to_contain_text(PERSON)


def when_she_is_about_to_be_registered_again(page: Page) -> None:
    page.goto("/people/new")
    tab_to(page, page.locator("#given_names"))
    page.keyboard.type("Yorbelis Coromto")
    page.keyboard.press("Tab")
    expect(page.locator("#surname_1")).to_be_focused()
    page.keyboard.type("Uzcáteugi")
    page.keyboard.press("Tab")
    expect(page.locator("#candidates")).to_contain_text(PERSON)
    then_nothing_hinders_anybody(page)


def then_the_candidate_says_why_and_the_file_opens_instead(page: Page) -> None:
    candidate = page.locator(".q-candidates__person", has_text=PERSON)
    expect(candidate.locator(".q-candidates__why").first).to_contain_text(re.compile("nombre|apellido", re.IGNORECASE))
    expect(page.locator("#candidates")).to_contain_text("Si es una de ellas, abra su ficha")
    tab_to(page, candidate.get_by_role("link", name=PERSON))
    page.keyboard.press("Enter")
    page.wait_for_url(A_FILE)
    expect(page.get_by_role("heading", level=1)).to_contain_text(PERSON)


def tab_to(page: Page, target: Locator) -> None:
    """Go on by the Tab key until the target has the focus."""
    expect(target.first).to_be_visible()
    for _ in range(MOST_TABS):
        if target.first.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by the Tab key")
