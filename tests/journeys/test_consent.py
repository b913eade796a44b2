"""Somebody answers about consent and signs on the phone, takes the sheet along, and takes a yes back in two taps; or signs
while being registered."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Enter, then_nothing_hinders_anybody, then_somebody_is_registered
from tests.journeys.test_what_is_held import given_somebody_whose_work_is_over

DRAWN = re.compile(r"M\d+ \d+(L\d+ \d+){10,}")
DARK = """canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(value => value > 0)"""
"""Whether anything is drawn in a box."""


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
    then_the_words_to_read_name_what_is_ticked(page)
    page.get_by_label("Por seis meses").check()
    page.get_by_label("Firma en esta pantalla").check()
    expect(page.locator("[data-signed]")).to_contain_text("¿podemos decirle esto de usted: nombres y apellidos")
    then_nothing_hinders_anybody(page)


def then_the_words_to_read_name_what_is_ticked(page: Page) -> None:
    asked = page.locator("#sharing-question")
    expect(asked).to_contain_text("¿podemos decirle esto de usted: nombres y apellidos")
    expect(asked).not_to_contain_text("teléfono")
    expect(asked.locator("input[value=given]")).to_be_checked()


def then_nothing_signed_is_nothing_recorded(page: Page) -> None:
    page.get_by_role("button", name="Registrar las respuestas").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Todavía no hay firma")


def when_the_person_signs(page: Page) -> None:
    when_somebody_draws(page)
    page.get_by_role("button", name="Registrar las respuestas").click()


def when_somebody_draws(page: Page) -> None:
    box = page.locator("[data-signature] canvas")
    box.scroll_into_view_if_needed()
    frame = box.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 20, frame["y"] + 40)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(frame["x"] + 20 + 10 * step, frame["y"] + (20 if step % 2 else 60))
    page.mouse.up()
    assert DRAWN.fullmatch(page.locator("[name=consents-signature]").input_value())


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


def begin_to_register(page: Page, surname: str) -> None:
    page.goto("/people/new")
    page.locator("#given_names").fill("Nairobi")
    page.locator("#surname_1").fill(surname)
    page.locator("input[name=sex][value=female]").check()
    page.locator("input[name=birth_known][value=age]").check()
    page.locator("#stated_age").fill("38")
    page.locator("#nationality").select_option("VEN")
    page.locator("input[name=population_type][value=in_transit]").check()
    page.locator("input[name=consents-case_management][value=given]").check()
    page.locator("input[name=consents-contact][value=refused]").check()


def test_who_is_registered_signs_on_the_screen_in_the_same_sitting(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    begin_to_register(page, "Guacharaca")
    page.get_by_label("Firma en esta pantalla").check()
    then_the_words_that_are_signed_stand_at_the_box(page)
    when_somebody_draws(page)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        then_nothing_hinders_anybody(page)
    then_a_refused_form_keeps_the_drawing(page)
    page.get_by_role("button", name="Registrar persona").last.click()
    then_somebody_is_registered(page)
    page.goto(f"{page.url.split('#')[0]}/consents")
    expect(page.get_by_role("img", name="Firma dibujada en la pantalla")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("La persona firmó en la pantalla")


def then_the_words_that_are_signed_stand_at_the_box(page: Page) -> None:
    said = page.locator("[data-signed] li")
    expect(said).to_have_count(2)
    expect(said.first).to_have_text(re.compile("¿Podemos anotar lo que nos cuenta.* Sí$"))
    expect(said.last).to_have_text(re.compile("¿Podemos llamarle.* No$"))


def then_a_refused_form_keeps_the_drawing(page: Page) -> None:
    page.locator("#stated_age").fill("999")
    page.get_by_role("button", name="Registrar persona").last.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert DRAWN.fullmatch(page.locator("[name=consents-signature]").input_value())
    assert page.locator("[data-signature] canvas").evaluate(DARK)
    page.locator("#stated_age").fill("38")


def test_a_signature_is_part_of_the_draft(enter: Enter) -> None:
    """The drawing is the last that is touched before the tab is closed."""
    page = enter("caseworker", "CUC")
    begin_to_register(page, "Arrendajo")
    page.get_by_label("Firma en esta pantalla").check()
    expect(page.locator("#draft-status")).to_have_text(re.compile(r"Borrador guardado \d\d:\d\d"), timeout=10_000)
    with page.expect_request(lambda request: request.method == "POST" and "signature=M" in (request.post_data or "")):
        when_somebody_draws(page)
    context = page.context
    page.wait_for_load_state("networkidle")
    page.close()
    again = context.new_page()
    again.goto("/people/new")
    again.get_by_role("link", name="Nairobi Arrendajo").click()
    expect(again.locator("[name=consents-signature]")).to_have_value(DRAWN)
    assert again.locator("[data-signature] canvas").evaluate(DARK)


def test_without_scripts_nobody_is_offered_to_sign_on_the_screen(enter: Enter) -> None:
    page = enter("caseworker", "CUC", java_script_enabled=False)
    page.goto("/people/new")
    expect(page.get_by_label("Firmado en papel")).to_be_visible()
    expect(page.get_by_label("Firma en esta pantalla")).to_be_hidden()
    expect(page.locator("[data-signature]")).to_be_hidden()
