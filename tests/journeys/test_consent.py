"""Somebody answers about consent and signs on the phone, takes the sheet along, and takes a yes back in two taps."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, then_nothing_hinders_anybody
from tests.journeys.test_what_is_held import given_somebody_whose_work_is_over


def test_a_consent_is_signed_on_the_screen_printed_and_withdrawn(enter: Enter) -> None:
    ana = enter("caseworker", "CUC")
    person = given_somebody_whose_work_is_over(ana, "Ayaviri")
    when_she_asks_about_sharing(ana, person)
    then_nothing_signed_is_nothing_recorded(ana)
    when_the_person_signs(ana)
    then_the_ledger_shows_the_signature(ana)
    then_the_sheet_is_taken_along(ana, person)
    when_the_yes_is_taken_back_in_two_taps(ana, person)


def when_she_asks_about_sharing(page: Page, person: str) -> None:
    page.goto(f"{person}/consents")
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Preguntar por el consentimiento").click()
    page.locator("input[name=consents-referral_sharing][value=given]").check()
    page.locator("summary", has_text="Compartir en detalle").click()
    page.get_by_label("Teléfono y contacto seguro").uncheck()
    page.get_by_label("Por seis meses").check()
    page.get_by_label("Firma en esta pantalla").check()
    then_nothing_hinders_anybody(page)


def then_nothing_signed_is_nothing_recorded(page: Page) -> None:
    page.get_by_role("button", name="Registrar las respuestas").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Todavía no hay firma")


def when_the_person_signs(page: Page) -> None:
    box = page.locator("[data-signature] canvas")
    box.scroll_into_view_if_needed()
    frame = box.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 20, frame["y"] + 40)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(frame["x"] + 20 + 10 * step, frame["y"] + (20 if step % 2 else 60))
    page.mouse.up()
    assert re.fullmatch(r"M\d+ \d+(L\d+ \d+){10,}", page.locator("[name=consents-signature]").input_value())
    page.get_by_role("button", name="Registrar las respuestas").click()


def then_the_ledger_shows_the_signature(page: Page) -> None:
    expect(page.get_by_role("img", name="Firma dibujada en la pantalla")).to_be_visible()
    expect(page.locator("main")).to_contain_text("nombres y apellidos; edad, sexo y nacionalidad; qué ayuda se pide")
    then_nothing_hinders_anybody(page)


def then_the_sheet_is_taken_along(page: Page, person: str) -> None:
    page.goto(f"{person}/sheet")
    then_nothing_hinders_anybody(page)
    for number, name in enumerate((r"-es\.pdf", r"-es-1\.pdf")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Español").nth(number).click()
        assert re.fullmatch(r"[A-Z]{3}-P-\d{6}" + name, waiting.value.suggested_filename), "the file is named by the code only"


def when_the_yes_is_taken_back_in_two_taps(page: Page, person: str) -> None:
    page.goto(person)
    page.locator("#consents").get_by_role("link", name="Retirar").click()
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Retirar el consentimiento").click()
    expect(page.locator("main")).to_contain_text("Retirado")
    expect(page.get_by_role("link", name="Retirar")).to_have_count(0)
