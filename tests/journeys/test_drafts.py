"""Nothing typed is lost: a session that ran out, a closed tab, a dead network, another user at the same phone; at 360 px."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.journeys.conftest import (
    PHONE,
    Enter,
    RunningQuipu,
    fill_in_password,
    give_code,
    then_nothing_hinders_anybody,
    then_somebody_is_registered,
)
from tests.journeys.test_sessions import let_time_pass

ONE_SAVING = re.compile(r"Borrador guardado \d\d:\d\d")
ON_THIS_PHONE = re.compile(r"Borrador guardado en este teléfono \d\d:\d\d")
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('quipu-draft:'))"
A_DOUBLE_TAP_MS = 1000
"""A button pressed again within this time is taken for one press (govuk-frontend); no hand fills in a page so quickly."""


def status(page: Page, words: re.Pattern[str]) -> None:
    expect(page.locator("#draft-status")).to_have_text(words, timeout=10_000)


def then_the_browser_keeps_nothing(page: Page) -> None:
    page.wait_for_load_state()  # words are to be seen before the script has run that tidies up
    assert page.evaluate(KEPT) == []


def begin(page: Page, given_names: str) -> None:
    page.goto("/people/new")
    page.locator("#given_names").fill(given_names)
    page.locator("#surname_1").fill("Quintana")


def then_the_rest_is_filled_in_and_saved(page: Page, given_names: str) -> None:
    expect(page.locator("#given_names")).to_have_value(given_names)
    page.locator("input[name=sex][value=female]").check()
    page.get_by_label("Solo la edad").check()
    page.get_by_label("Edad en años").fill("31")
    page.get_by_label("Nacionalidad", exact=True).select_option("VEN")
    page.get_by_label("En tránsito").check()
    page.locator("main form button[type=submit]:visible").filter(has_text=re.compile("Registrar")).last.click()
    then_somebody_is_registered(page)
    then_the_browser_keeps_nothing(page)
    page.goto("/account/drafts")
    expect(page.get_by_text(given_names)).to_have_count(0)


@pytest.fixture
def own_session(quipu: RunningQuipu) -> Iterator[dict[str, str]]:
    """The caseworker's account, whose sign-in is not shared with other journeys: its time runs out here."""
    account = quipu.account("caseworker", "CUC")
    quipu.forget_sign_in(account)
    yield account
    quipu.forget_sign_in(account)


def test_a_tab_closed_in_mid_form_loses_nothing(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    begin(page, "Yorgelis del Valle")
    page.locator("#surname_1").blur()
    status(page, ONE_SAVING)
    then_nothing_hinders_anybody(page)
    context = page.context
    page.close()

    again = context.new_page()
    again.goto("/")
    row = again.locator(".q-task").filter(has_text="Yorgelis del Valle")
    row.get_by_role("button", name="Seguir con el formulario").click()
    status(again, ONE_SAVING)
    then_the_rest_is_filled_in_and_saved(again, "Yorgelis del Valle")


def test_of_several_drafts_the_newest_is_shown_and_the_others_are_folded(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    for given_names in ("Greymar", "Leomar", "Yolimar"):
        begin(page, given_names)
        page.locator("#surname_1").blur()
        status(page, ONE_SAVING)
    page.goto("/people/new")
    begun = page.locator(".q-begun")
    expect(begun.get_by_role("link", name="Yolimar Quintana")).to_be_visible()
    expect(begun.get_by_role("link", name="Leomar Quintana")).to_be_hidden()
    names = page.locator("#given_names").bounding_box()
    assert names is not None
    assert names["y"] < 2 * PHONE["height"], "what was begun does not push the form away"
    then_nothing_hinders_anybody(page)
    begun.locator("summary").click()
    then_nothing_hinders_anybody(page)
    begun.get_by_role("link", name="Leomar Quintana").click()
    expect(page.locator("#given_names")).to_have_value("Leomar")


def test_what_was_typed_without_network_goes_on_when_it_is_back(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    page.goto("/people/new")
    page.context.set_offline(True)
    page.locator("#given_names").fill("Darlenis sin red")
    page.locator("#surname_1").fill("Quintana")
    page.locator("#surname_1").blur()
    status(page, ON_THIS_PHONE)
    kept = page.evaluate("JSON.stringify({...localStorage})")
    assert "quipu-draft:" in kept
    assert "Darlenis" not in kept
    context = page.context
    page.close()  # the tab is closed while the network is still away

    context.set_offline(False)
    again = context.new_page()
    again.goto("/people/new")
    link = again.get_by_role("link", name="Registro de una persona: Darlenis sin red Quintana")
    expect(link).to_be_visible()
    then_the_browser_keeps_nothing(again)
    link.click()
    then_the_rest_is_filled_in_and_saved(again, "Darlenis sin red")


def test_a_page_drawn_before_the_server_took_what_was_typed_shows_it_all_the_same(enter: Enter) -> None:
    """Somebody leaves a page while it hands over: the next one is drawn before the server has it, the answer comes after."""
    page = enter("caseworker", "CUC")
    page.goto("/people/new")
    page.context.set_offline(True)
    page.locator("#given_names").fill("Yusmary")
    page.locator("#given_names").blur()
    status(page, ON_THIS_PHONE)
    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    handed_over: list[Route] = []

    def in_the_worst_order(route: Route) -> None:
        if route.request.method == "POST" and not drawn:
            handed_over.append(route)
        elif route.request.method == "POST":
            route.continue_()
        else:
            drawn.append(answer := route.fetch())
            if handed_over:
                with again.expect_response(lambda response: response.request.method == "POST"):
                    handed_over.pop().continue_()
            again.wait_for_timeout(200)
            route.fulfill(response=answer)

    drawn: list[APIResponse] = []
    again.route("**/people/new", in_the_worst_order)
    with again.expect_request(lambda request: request.method == "POST"):
        again.goto("/")
    again.goto("/people/new")
    assert drawn
    assert "Yusmary" not in drawn[0].text()
    expect(again.get_by_role("link", name="Registro de una persona: Yusmary")).to_be_visible()
    then_the_browser_keeps_nothing(again)
    again.get_by_role("link", name="Registro de una persona: Yusmary").click()
    then_the_rest_is_filled_in_and_saved(again, "Yusmary")


def test_the_same_page_goes_on_by_itself_when_the_network_is_back(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    page.goto("/people/new")
    page.context.set_offline(True)
    page.locator("#given_names").fill("Kenyerlin")
    page.locator("#given_names").blur()
    status(page, ON_THIS_PHONE)
    page.context.set_offline(False)
    status(page, ONE_SAVING)
    then_the_rest_is_filled_in_and_saved(page, "Kenyerlin")


def test_a_session_lost_in_mid_form_loses_nothing(quipu: RunningQuipu, enter: Enter, own_session: dict[str, str]) -> None:
    page = enter("caseworker", "CUC")
    begin(page, "Roselys")
    page.locator("#surname_1").blur()
    status(page, ONE_SAVING)
    let_time_pass(quipu, own_session["email"])
    page.locator("#surname_2").fill("Uzcátegui")
    page.locator("#surname_2").blur()
    status(page, ON_THIS_PHONE)

    page.goto("/people/new")  # leads to the sign-in: the page that was typed into is gone
    fill_in_password(page, own_session)
    give_code(page, quipu.code_for(own_session))
    page.goto("/people/new")
    link = page.get_by_role("link", name="Registro de una persona: Roselys Quintana Uzcátegui")
    link.click()
    expect(page.locator("#surname_2")).to_have_value("Uzcátegui")
    then_the_rest_is_filled_in_and_saved(page, "Roselys")


def test_another_user_at_the_same_phone_sees_nothing_and_nothing_is_lost(
    quipu: RunningQuipu, enter: Enter, own_session: dict[str, str]
) -> None:
    page = enter("caseworker", "CUC")
    begin(page, "Maikelis")
    page.locator("#surname_1").blur()
    status(page, ONE_SAVING)
    page.context.set_offline(True)
    page.locator("#surname_2").fill("Guanipa")
    page.locator("#surname_2").blur()
    status(page, ON_THIS_PHONE)
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto("/account")
    page.evaluate("document.querySelector('form[action*=\"sign-out\"]').submit()")
    expect(page.locator("h1")).to_have_text("Iniciar sesión")

    other = quipu.account("supervisor", "CUC")
    fill_in_password(page, other)
    give_code(page, quipu.code_for(other))
    quipu.forget_sign_in(other)
    for address in ("/people/new", "/account/drafts", "/"):
        page.goto(address)
        page.wait_for_timeout(800)
        assert "Maikelis" not in page.content()
    assert len(page.evaluate(KEPT)) == 1
    assert "Guanipa" not in page.evaluate("JSON.stringify({...localStorage})")
    page.evaluate("document.querySelector('form[action*=\"sign-out\"]').submit()")

    expect(page.locator("h1")).to_have_text("Iniciar sesión")
    fill_in_password(page, own_session)
    give_code(page, quipu.code_for(own_session))
    page.goto("/people/new")
    page.get_by_role("link", name="Maikelis Quintana Guanipa").click()
    then_the_rest_is_filled_in_and_saved(page, "Maikelis")


def test_without_scripts_a_button_in_each_section_keeps_what_is_written(enter: Enter) -> None:
    page = enter("caseworker", "CUC", java_script_enabled=False)
    begin(page, "Belkis sin guion")
    page.get_by_role("button", name="Guardar lo escrito hasta aquí").first.click()
    status(page, ONE_SAVING)
    page.goto("/")
    page.locator(".q-task").filter(has_text="Belkis sin guion").get_by_role("button").click()
    expect(page.locator("#surname_1")).to_have_value("Quintana")
    page.get_by_role("button", name="Guardar y seguir después").click()
    expect(page.get_by_text("queda guardado para usted durante 14 días")).to_be_visible()
    page.goto("/account/drafts")
    page.locator("section").filter(has_text="Belkis sin guion").get_by_role("button").click()
    expect(page.get_by_text("El borrador se descartó.")).to_be_visible()
    expect(page.get_by_text("Belkis sin guion")).to_have_count(0)


def test_saved_after_the_session_is_gone_the_form_comes_back_filled(
    quipu: RunningQuipu, enter: Enter, own_session: dict[str, str]
) -> None:
    """The browser has lost the cookie, as after a restart; the last words were typed in the second before saving."""
    page = enter("caseworker", "CUC")
    begin(page, "Yusneida")
    page.context.clear_cookies()
    page.locator("#surname_2").fill("Uzcátegui")
    page.locator("main form button[type=submit]:visible").filter(has_text="Registrar persona").last.click()
    expect(page.locator("h1")).to_have_text("Su sesión terminó")
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Iniciar sesión y seguir con el formulario").click()
    fill_in_password(page, own_session)
    give_code(page, quipu.code_for(own_session))
    expect(page.locator("#surname_2")).to_have_value("Uzcátegui")
    then_the_rest_is_filled_in_and_saved(page, "Yusneida")


def test_saved_after_the_session_is_gone_without_scripts_the_form_waits_in_its_tab(
    quipu: RunningQuipu, enter: Enter, own_session: dict[str, str]
) -> None:
    page = enter("caseworker", "CUC", java_script_enabled=False)
    begin(page, "Belkis sin sesión")
    page.context.clear_cookies()
    page.locator("main form button[type=submit]:visible").filter(has_text="Registrar persona").last.click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Inicie sesión en otra pestaña").click()
    fill_in_password(opened.value, own_session)
    give_code(opened.value, quipu.code_for(own_session))
    page.get_by_role("button", name="Abrir otra vez el formulario").click()
    expect(page.get_by_text("Todavía no se guardó nada")).to_be_visible()
    expect(page.locator("#given_names")).to_have_value("Belkis sin sesión")


def test_saved_without_network_the_form_stays_and_says_so(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    begin(page, "Marelvis")
    page.context.set_offline(True)
    page.locator("#given_names").fill("Marelvis sin red")
    page.locator("#surname_1").fill("Quintana")
    page.locator("main form button[type=submit]:visible").filter(has_text="Registrar persona").last.click()
    expect(page.get_by_text("Sin conexión: todavía no se envió")).to_be_visible()
    expect(page.get_by_text("No se pudo buscar").first).to_be_attached()
    then_nothing_hinders_anybody(page)
    expect(page.locator("#given_names")).to_have_value("Marelvis sin red")
    page.context.set_offline(False)
    expect(page.get_by_text("Sin conexión: todavía no se envió")).to_be_hidden()
    page.wait_for_timeout(A_DOUBLE_TAP_MS)
    then_the_rest_is_filled_in_and_saved(page, "Marelvis sin red")
