"""What a person may ask: what is held, on paper to take along; and that it goes, by the decision of two people."""

from __future__ import annotations

import io
import re
import time

import pikepdf
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, then_nothing_hinders_anybody

SECONDS_FOR_A_JOB = 40


def test_what_is_held_is_taken_along_and_then_erased_by_two_people(enter: Enter) -> None:
    ana = enter("caseworker", "CUC")
    person = given_somebody_whose_work_is_over(ana, "Quispetito")
    when_she_reads_what_is_held(ana, person)
    then_they_take_it_along(ana)
    code = when_she_asks_for_the_erasure(ana, person)
    focal = enter("data_protection")
    when_the_focal_point_decides(focal, code)
    then_the_file_says_that_it_is_gone(ana, person)
    then_retention_can_be_read_and_a_file_kept(focal)


def given_somebody_whose_work_is_over(page: Page, surname: str) -> str:
    """The address of a person without an open case, registered just now."""
    page.goto("/people/new")
    page.locator("#given_names").fill("Prudencia")
    page.locator("#surname_1").fill(surname)
    page.get_by_role("radio", name="Mujer", exact=True).first.check()
    page.get_by_label("Solo la edad").check()
    page.get_by_role("textbox", name="Edad en años").fill("41")
    page.get_by_label("Nacionalidad").first.select_option(label="Venezuela")
    page.get_by_label("En destino").check()
    page.get_by_role("button", name="Registrar persona", exact=True).click()
    expect(page.locator(".q-banner")).to_contain_text("Prudencia")
    return page.url.split("#")[0].split("?")[0]


def when_she_reads_what_is_held(page: Page, person: str) -> None:
    page.goto(person)
    page.get_by_role("link", name="Qué guardamos de esta persona y con quién se compartió").click()
    then_nothing_hinders_anybody(page)
    expect(page.locator("main")).to_contain_text("Prudencia")


def then_they_take_it_along(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Español", exact=True).click()
    with pikepdf.open(io.BytesIO(waiting.value.path().read_bytes())) as pdf:
        assert str(pdf.Root.Lang) == "es"
    assert re.fullmatch(r"[A-Z]{3}-P-\d{6}-es\.pdf", waiting.value.suggested_filename), "the file is named by the code only"


def when_she_asks_for_the_erasure(page: Page, person: str) -> str:
    page.goto(person)
    code = page.locator(".q-banner .q-code").first.inner_text()
    page.get_by_role("link", name="Borrar esta ficha").click()
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Pedir el borrado").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Elija por qué")
    page.get_by_label("La persona lo pidió").check()
    page.get_by_role("button", name="Pedir el borrado").click()
    expect(page.locator("main")).to_contain_text("Espera una decisión")
    then_nothing_hinders_anybody(page)
    return code


def when_the_focal_point_decides(page: Page, code: str) -> None:
    page.goto("/erasures")
    then_nothing_hinders_anybody(page)
    page.get_by_role("link", name=code).click()
    expect(page.locator("main")).not_to_contain_text("Prudencia")
    then_nothing_hinders_anybody(page)
    page.get_by_label("Borrar la ficha para siempre").check()
    page.get_by_role("button", name="Guardar la decisión").click()
    expect(page).to_have_url(re.compile("/erasures$"))


def then_the_file_says_that_it_is_gone(page: Page, person: str) -> None:
    ends = time.monotonic() + SECONDS_FOR_A_JOB
    page.goto(person)
    while "Prudencia" in page.locator("main").inner_text() and time.monotonic() < ends:
        time.sleep(0.5)
        page.goto(person)
    expect(page.locator("main")).not_to_contain_text("Prudencia")
    expect(page.locator(".q-banner")).to_contain_text("Persona borrada")
    then_nothing_hinders_anybody(page)


def then_retention_can_be_read_and_a_file_kept(page: Page) -> None:
    page.goto("/retention")
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Conservar una ficha").click()
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Retener la ficha").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Escriba el código de la ficha de la persona")
