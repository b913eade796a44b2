"""A file that only some may see, and one that is opened in an emergency: on a phone, as its people do it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, RunningQuipu, then_nothing_hinders_anybody

SECONDS_FOR_A_JOB = 40
FROM_QUITO = "Quito, abrió una ficha de su oficina"
"""The demo's own example comes from another office."""
REASON = "La señora está aquí con un niño con fiebre y no sabe a qué clínica iba."


@dataclass(frozen=True)
class OpenedCase:
    """Where a case and its person stand."""

    url: str
    code: str
    person_url: str
    person_code: str


def test_a_restricted_case_vanishes_and_an_emergency_is_told_and_reviewed(quipu: RunningQuipu, enter: Enter) -> None:
    ana = enter("caseworker", "CUC")
    secret, urgent = the_first_cases_of(ana, 2)
    supervisor = enter("supervisor", "CUC")
    given_the_colleague_finds_the_case(supervisor, secret)
    when_she_restricts_it(ana, secret)
    then_it_is_gone_for_the_colleague(supervisor, secret)

    reader = enter("caseworker", "QTO")
    when_somebody_in_quito_opens_the_file(reader, urgent)
    then_they_read_and_write_nothing(reader, urgent)
    then_the_caseworker_is_told(ana, quipu)
    when_the_supervisor_reviews_it(supervisor, urgent)
    then_the_reader_sees_the_decision_and_the_file_is_closed(reader, urgent)


def the_first_cases_of(page: Page, count: int) -> list[OpenedCase]:
    page.goto("/cases?whose=mine")
    links = page.locator("main a[href^='/cases/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    urls = [href for href in dict.fromkeys(links) if re.fullmatch(r"/cases/[0-9a-f-]{36}", href)]
    return [read_case(page, url) for url in urls[:count]]


def read_case(page: Page, url: str) -> OpenedCase:
    page.goto(url)
    code = re.search(r"[A-Z]{3}-\d{4}-\d{5}", page.locator(".q-banner__lines").inner_text())
    person_code = page.locator(".q-banner .q-code").first.inner_text()
    person_url = page.get_by_role("link", name="La ficha de la persona").first.get_attribute("href")
    assert code
    assert person_url
    return OpenedCase(url, code.group(), person_url, person_code)


def given_the_colleague_finds_the_case(page: Page, case: OpenedCase) -> None:
    look_up(page, case.code)
    expect(page).to_have_url(re.compile(re.escape(case.url)))


def look_up(page: Page, code: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill(code)
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_load_state()


def when_she_restricts_it(page: Page, case: OpenedCase) -> None:
    page.goto(case.url)
    page.get_by_text("Registrar algo").click()
    page.get_by_role("link", name="Restringir este caso").click()
    then_nothing_hinders_anybody(page)
    page.get_by_role("textbox", name="¿Por qué?", exact=True).fill("Teme que un familiar que trabaja aquí la encuentre.")
    page.get_by_role("button", name="Restringir este caso").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("para que la vean dos")
    page.get_by_label(re.compile("Si la ven menos de dos personas")).fill("Quien supervisa es parte de la familia.")
    page.get_by_role("button", name="Restringir este caso").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Solo estas personas ven esta ficha")
    then_nothing_hinders_anybody(page)
    page.goto(case.url)
    expect(page.locator(".q-banner")).to_contain_text("Restringido")


def then_it_is_gone_for_the_colleague(page: Page, case: OpenedCase) -> None:
    look_up(page, case.code)
    expect(page).to_have_url(re.compile(r"/search$"))
    answer = page.goto(case.url)
    assert answer is not None
    assert answer.status == 404
    page.goto(case.person_url)
    expect(page.locator("main")).not_to_contain_text(case.code)


def when_somebody_in_quito_opens_the_file(page: Page, case: OpenedCase) -> None:
    look_up(page, case.person_code)
    page.get_by_role("link", name="Abrir una ficha fuera de sus oficinas").click()
    then_nothing_hinders_anybody(page)
    page.get_by_label(re.compile("Código de la persona")).fill(case.person_code)
    page.get_by_label(re.compile("¿Por qué no puede esperar")).fill(REASON)
    page.get_by_label(re.compile("Sé que se avisa")).check()
    page.get_by_role("button", name="Abrir la ficha por una hora").click()
    expect(page).to_have_url(re.compile(re.escape(case.person_url)))
    expect(page.locator(".q-emergency")).to_contain_text(re.compile(r"Acceso de emergencia hasta \d\d:\d\d · se revisará"))
    then_nothing_hinders_anybody(page)


def then_they_read_and_write_nothing(page: Page, case: OpenedCase) -> None:
    for part in ("", "/notes", "/referrals"):
        page.goto(f"{case.url}{part}")
        expect(page.locator(".q-emergency")).to_be_visible()
        then_nothing_hinders_anybody(page)
    expect(page.get_by_text("Registrar algo")).to_have_count(0)
    answer = page.goto(f"{case.url}/notes/new")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("main")).to_contain_text("es solo para leer")


def then_the_caseworker_is_told(page: Page, quipu: RunningQuipu) -> None:
    ends = time.monotonic() + SECONDS_FOR_A_JOB
    while True:
        page.goto("/")
        if page.get_by_text(FROM_QUITO).count() or time.monotonic() > ends:
            break
        time.sleep(0.5)
    expect(page.locator("main")).to_contain_text("Fichas abiertas de emergencia")
    then_nothing_hinders_anybody(page)
    page.locator("main a[href^='/emergency/']").first.click()
    expect(page.locator("main")).to_contain_text(REASON)
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Ya lo vi").click()
    expect(page.locator("main")).not_to_contain_text(FROM_QUITO)
    while len(mails_to_the_owner(quipu)) < 2 and time.monotonic() < ends:
        time.sleep(0.5)
    assert len(mails_to_the_owner(quipu)) == 2, "one of the demo's own example, one of this"


def mails_to_the_owner(quipu: RunningQuipu) -> list[str]:
    return [mail for mail in quipu.mails() if "To: caseworker.cuc@" in mail and "abrió de emergencia una ficha" in mail]


def when_the_supervisor_reviews_it(page: Page, case: OpenedCase) -> None:
    page.goto("/emergency")
    then_nothing_hinders_anybody(page)
    expect(page.locator("main")).to_contain_text("Por revisar")
    page.locator("main a[href^='/emergency/']").first.click()
    expect(page.locator("main")).to_contain_text(case.person_code)
    expect(page.locator("main")).to_contain_text(case.code)
    then_nothing_hinders_anybody(page)
    page.get_by_label("No justificado").check()
    page.get_by_role("textbox", name="En sus palabras").fill("Podía llamarnos: estábamos en la oficina.")
    page.get_by_role("button", name="Registrar la decisión").click()
    expect(page.locator("main")).to_contain_text("No justificado")


def then_the_reader_sees_the_decision_and_the_file_is_closed(page: Page, case: OpenedCase) -> None:
    answer = page.goto(case.person_url)
    assert answer is not None
    assert answer.status == 404
