"""The family says that somebody died: nobody rings them any more, and where it was a mistake the file lives again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from app.foundation.clock import today_in
from tests.journeys.conftest import Enter, then_nothing_hinders_anybody
from tests.journeys.test_what_is_held import given_somebody_whose_work_is_over

NAME = "Prudencia CARACARA"
YEAR = str(today_in("America/Bogota").year)


def when_she_records_the_death(page: Page, person: str) -> None:
    page.goto(person)
    page.locator(".q-banner summary", has_text="Registrar algo").click()
    page.get_by_role("link", name="Registrar que la persona falleció").click()
    expect(page.locator("h1")).to_contain_text(f"Registrar que {NAME} falleció")
    then_nothing_hinders_anybody(page)
    page.get_by_label("Lo dijo la familia").check()
    page.get_by_role("textbox", name="Año").fill(YEAR)
    page.get_by_role("button", name="Registrar el fallecimiento", exact=True).click()
    expect(page.locator(".q-banner")).to_contain_text(f"Falleció en {YEAR}")


def then_nobody_is_asked_to_ring_her(page: Page) -> None:
    expect(page.locator("#contacts")).to_contain_text("Nadie llama a estos números")
    expect(page.locator(".q-banner")).not_to_contain_text("41 años ·")
    then_nothing_hinders_anybody(page)


def then_it_stands_beside_the_name(page: Page) -> None:
    page.goto("/people")
    page.locator("main #q").fill(NAME)
    page.get_by_role("button", name="Buscar personas", exact=True).click()
    expect(page.locator("main tr", has_text="CARACARA")).to_contain_text("Falleció")


def when_it_was_a_mistake(page: Page, person: str) -> None:
    page.goto(person)
    page.get_by_role("link", name="Corregir Cómo se sabe que la persona falleció").click()
    page.get_by_role("link", name="Fue un error: anular el fallecimiento").click()
    expect(page.locator("h1")).to_contain_text("¿Anular el fallecimiento")
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Anular el fallecimiento", exact=True).click()


def then_the_file_lives_and_its_history_keeps_both(page: Page, person: str) -> None:
    expect(page.locator(".q-banner")).not_to_contain_text("Falleció")
    expect(page.locator(".q-banner")).to_contain_text("41 años")
    page.goto(f"{person}/corrections")
    expect(page.locator("main")).to_contain_text(re.compile("Lo dijo la familia.*Lo dijo la familia", re.DOTALL))


def test_a_death_is_recorded_on_a_phone_and_taken_back(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    person = given_somebody_whose_work_is_over(page, "Caracara")
    when_she_records_the_death(page, person)
    then_nobody_is_asked_to_ring_her(page)
    then_it_stands_beside_the_name(page)
    when_it_was_a_mistake(page, person)
    then_the_file_lives_and_its_history_keeps_both(page, person)
