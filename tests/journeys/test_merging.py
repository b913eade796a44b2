"""Somebody registered twice becomes one file, and two again; and a child without an adult, until it is settled; at 360 px."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, then_nothing_hinders_anybody, then_somebody_is_registered

MOST_TABS = 90


def register(page: Page, *, given_names: str, surname_1: str, **more: str) -> str:
    """Register somebody as the form asks; gives the address of the file. ``more``: by the names of the boxes."""
    page.goto("/people/new")
    fields = {"given_names": given_names, "surname_1": surname_1, **more}
    age = fields.pop("age", None)
    page.evaluate("document.querySelectorAll('main form details').forEach(part => { part.open = true })")
    for name, words in fields.items():
        page.locator(f"#{name}").fill(words)
    page.locator("input[name=sex][value=female]").check()
    if age:
        page.locator("input[name=birth_known][value=age]").check()
        page.locator("#stated_age").fill(age)
    else:
        page.locator("input[name=birth_known][value=date]").check()
        for part, number in (("day", "17"), ("month", "5"), ("year", "1991")):
            page.locator(f"#birth-{part}").fill(number)
    page.locator("#nationality").select_option("VEN")
    page.locator("input[name=population_type][value=in_transit]").check()
    page.get_by_role("button", name="Registrar persona").last.click()
    then_somebody_is_registered(page)
    return urlsplit(page.locator("main a[href*='/edit']").first.get_attribute("href") or "").path.removesuffix("/edit")


def go_by_keys(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus stands there, as somebody without a mouse does."""
    for _press in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{page.url}: {MOST_TABS} times Tab do not lead to {wanted}")


def code_of(page: Page) -> str:
    return page.locator(".q-banner .q-code").first.inner_text()


def test_two_files_of_one_person_become_one_and_two_again(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    first = register(page, given_names="Yusmeli", surname_1="Contreras", surname_2="Chirinos", phone="3001119922")
    second = register(page, given_names="Yusmely", surname_1="Contreras", phone="3009998811", locality="La Parada")
    page.goto(first)
    code = code_of(page)
    page.goto(second)
    second_code = code_of(page)

    when_the_two_are_compared(page, first, code)
    then_the_fuller_file_is_proposed_and_the_preview_says_what_moves(page, second_code)
    when_they_are_merged_by_keys(page)
    then_there_is_one_file(page, second, first, second_code)
    when_the_merge_is_undone(page, second_code)
    then_both_are_as_they_were(page, first, second, code, second_code)


def when_the_two_are_compared(page: Page, other: str, code: str) -> None:
    page.get_by_role("link", name="¿Esta persona está registrada dos veces?").click()
    then_nothing_hinders_anybody(page)
    found = page.locator(".q-candidates__person").filter(has=page.locator(f"a[href='{other}']"))
    found.get_by_role("link", name=re.compile("Comparar")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Una persona o dos?")
    expect(page.locator("main")).to_contain_text(code)
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Comparar campo por campo y unir").click()


def then_the_fuller_file_is_proposed_and_the_preview_says_what_moves(page: Page, code: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Son estas dos fichas de una misma persona?")
    then_nothing_hinders_anybody(page)
    main = page.locator("main")
    expect(main).to_contain_text("Qué se traslada")
    expect(main).to_contain_text(f"El código {code} sigue llevando a esta ficha")
    expect(main).to_contain_text("+573001119922")
    expect(main).to_contain_text("+573009998811")


def when_they_are_merged_by_keys(page: Page) -> None:
    """First without saying how it is known: the page says what is missing and keeps what was chosen."""
    page.keyboard.press("Home")
    go_by_keys(page, page.locator("input[name=side_phone]:checked"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=side_phone][value=other]")).to_be_checked()
    merge = page.get_by_role("button", name="Unir las dos fichas")
    go_by_keys(page, merge)
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Elija cómo sabe")
    then_nothing_hinders_anybody(page)
    expect(page.locator("input[name=side_phone][value=other]")).to_be_checked()
    go_by_keys(page, page.locator("input[name=ground]").first)
    page.keyboard.press("Space")
    go_by_keys(page, merge)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Desde ahora las dos fichas son una")).to_be_visible()


def then_there_is_one_file(page: Page, merged: str, kept: str, code: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(kept)))
    then_nothing_hinders_anybody(page)
    expect(page.locator("main")).to_contain_text("+573009998811")
    page.goto(merged)
    expect(page).to_have_url(re.compile(re.escape(kept)))
    expect(page.get_by_text("La ficha que abrió se unió a esta")).to_be_visible()
    page.goto("/")
    page.get_by_role("searchbox").fill(code)
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile(re.escape(kept)))


def when_the_merge_is_undone(page: Page, code: str) -> None:
    expect(page.locator("#merges")).to_contain_text(code)
    page.locator("#merges").get_by_role("link", name=re.compile("Deshacer la unión")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    then_nothing_hinders_anybody(page)
    undo = page.get_by_role("button", name="Deshacer la unión")
    go_by_keys(page, undo)
    page.keyboard.press("Enter")
    expect(page.get_by_text("La unión se deshizo")).to_be_visible()
    then_nothing_hinders_anybody(page)


def then_both_are_as_they_were(page: Page, first: str, second: str, code: str, second_code: str) -> None:
    for address, own_code, phone, of_the_other in (
        (first, code, "+573001119922", "+573009998811"),
        (second, second_code, "+573009998811", "+573001119922"),
    ):
        page.goto(address)
        expect(page).to_have_url(re.compile(re.escape(address)))
        assert code_of(page) == own_code
        expect(page.locator("main")).to_contain_text(phone)
        expect(page.locator("main")).not_to_contain_text(of_the_other)


def test_a_child_without_an_adult_is_asked_about_until_it_is_written_who_cares(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    child = register(page, given_names="Dayerlin", surname_1="Ocanto", age="12")
    page.goto(child)
    expect(page.locator(".q-banner")).to_contain_text("Protección")
    then_nothing_hinders_anybody(page)

    case = when_a_case_is_opened(page, child)
    expect(page.locator(".q-banner")).to_contain_text("Protección")
    expect(page.locator("main")).to_contain_text("Pregunte quién cuida")
    then_nothing_hinders_anybody(page)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Dayerlin")

    when_it_is_written_who_cares(page, child)
    page.goto(case)
    expect(page.locator("main")).not_to_contain_text("Pregunte quién cuida")
    then_nothing_hinders_anybody(page)


def when_a_case_is_opened(page: Page, child: str) -> str:
    page.goto(f"{child}/consents/new")
    page.locator("input[name=consents-case_management][value=given]").check()
    page.locator("input[name=consents-given_by][value=guardian]").check()
    page.locator("#consents-guardian_name").fill("Yelitza Ocanto")
    page.locator("input[name=consents-assent][value=yes]").check()
    page.locator("input[name=consents-certified]").check()
    page.get_by_role("button", name="Registrar las respuestas").last.click()
    expect(page.get_by_role("button", name="Registrar las respuestas")).to_have_count(0)
    page.goto(f"{child}/cases/new?kind=documentation")
    page.locator("#goal").fill("Que tenga su partida de nacimiento")
    page.locator("input[name=risk][value=high]").check()
    page.locator("input[name=intake_needs]").first.check()
    page.get_by_role("button", name="Abrir el caso").last.click()
    expect(page).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}"))
    return urlsplit(page.url).path


def when_it_is_written_who_cares(page: Page, child: str) -> None:
    page.goto(f"{child}/care")
    page.locator("input[name=situation][value=separated]").check()
    page.get_by_role("checkbox", name="Hoy").check()
    page.locator("input[name=guardian_known][value=name]").check()
    page.locator("#guardian_name").fill("Yelitza Ocanto")
    page.locator("#guardian_relation").select_option("other_relative")
    page.locator("input[name=consent_holder][value=guardian]").check()
    then_nothing_hinders_anybody(page)
    page.locator("main form button[type=submit]:visible").last.click()
    expect(page).to_have_url(re.compile(re.escape(child)))
    expect(page.locator("#care")).to_contain_text("Yelitza Ocanto")
    then_nothing_hinders_anybody(page)
