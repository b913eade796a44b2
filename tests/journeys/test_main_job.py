"""The main job, end to end, as its people do it: on a phone, in Spanish, with real servers behind."""

from __future__ import annotations

import re
import time
from datetime import date
from email import message_from_string, policy
from email.message import EmailMessage

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE, Enter, RunningQuipu, then_nothing_hinders_anybody, then_somebody_is_registered

PERSON = "María de los Ángeles BRICEÑO ROJAS"
KINDS = ("Documentación", "Ayuda humanitaria", "Integración económica")
SECONDS_FOR_A_JOB = 40


def test_the_seven_steps_of_the_main_job(quipu: RunningQuipu, enter: Enter) -> None:
    worker = enter("caseworker", "CUC")
    given_the_caseworker_begins_the_day(worker)
    when_she_registers_a_mother(worker)
    then_the_person_is_found_in_spite_of_two_typos(worker)
    when_she_adds_a_child_to_the_household(worker)
    cases = [when_she_opens_a_case(worker, kind) for kind in KINDS]
    when_she_writes_a_note_and_records_a_service(worker, cases[1])
    when_she_refers_the_case(worker, cases[1])

    partner = enter(None, size=PHONE, java_script_enabled=False)
    when_the_partner_accepts_from_the_link(partner, the_link_in_the_mail(quipu))
    then_the_caseworker_sees_the_answer(worker, cases[1])

    supervisor = enter("supervisor", "CUC", size=DESK)
    when_the_supervisor_reassigns_a_case(supervisor, cases[0])

    officer = enter("reporting_officer", size=DESK)
    when_the_officer_asks_for_the_report_of_the_quarter(officer)
    then_page_and_files_carry_the_same_figures(officer)


def given_the_caseworker_begins_the_day(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hoy, ")
    then_nothing_hinders_anybody(page)


def when_she_registers_a_mother(page: Page) -> None:
    page.get_by_role("link", name="Registrar persona").or_(page.get_by_role("button", name="Registrar persona")).first.click()
    page.locator("#given_names").fill("María de los Ángeles")
    page.locator("#surname_1").fill("Briceño")
    page.locator("#surname_2").fill("Rojas")
    page.get_by_role("radio", name="Mujer", exact=True).first.check()
    page.get_by_label("La fecha de nacimiento, o una parte").check()
    page.get_by_label("Año", exact=True).first.fill("1992")
    page.get_by_label("Nacionalidad").first.select_option(label="Venezuela")
    page.get_by_label("En destino").check()
    for question in ("Llevar su ficha y trabajar en su caso", "Compartir datos con otra organización para obtener un servicio"):
        page.get_by_role("group", name=question).get_by_label("Sí").check()
    page.get_by_label("Leí las palabras en voz alta").check()
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Registrar persona", exact=True).click()
    then_somebody_is_registered(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(PERSON)
    then_nothing_hinders_anybody(page)


def then_the_person_is_found_in_spite_of_two_typos(page: Page) -> None:
    page.get_by_role("searchbox").fill("Brizeno Rohas Maria")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile(r"/search$"))
    then_nothing_hinders_anybody(page)
    page.get_by_role("link", name=PERSON).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(PERSON)


def when_she_adds_a_child_to_the_household(page: Page) -> None:
    file = page.url
    page.get_by_role("link", name="Agregar familiar").or_(page.get_by_role("button", name="Agregar familiar")).first.click()
    page.get_by_role("button", name="Registrar a una persona nueva en este hogar").click()
    page.locator("#given_names").fill("Samuel")
    page.locator("#surname_1").fill("Briceño")
    page.get_by_role("radio", name="Hombre", exact=True).first.check()
    page.get_by_label("Solo la edad").check()
    page.get_by_role("textbox", name="Edad en años").fill("7")
    page.get_by_label(re.compile("¿Qué parentesco")).select_option(label="Hija o hijo")
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name=re.compile("^Registrar|^Agregar")).last.click()
    then_somebody_is_registered(page)
    page.wait_for_url(lambda url: not url.endswith("/household/new"))
    page.goto(file)
    expect(page.locator("main")).to_contain_text("Samuel BRICEÑO")


def when_she_opens_a_case(page: Page, kind: str) -> str:
    page.get_by_role("searchbox").fill("Briceño Rojas Maria Angeles")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name=PERSON).first.click()
    page.get_by_text("Registrar algo").click()
    page.get_by_role("link", name="Abrir un caso").or_(page.get_by_role("button", name="Abrir un caso")).first.click()
    page.get_by_role("button", name=re.compile(f"^{kind}")).click()
    page.get_by_role("checkbox").first.check()
    for group in page.locator("fieldset:has(input[type=radio]):visible").all():
        radios = group.get_by_role("radio")
        if not any(radio.is_checked() for radio in radios.all()):
            radios.first.check()
    page.get_by_label("¿Qué quiere lograr la persona?").fill(f"Salir adelante: {kind.lower()}")
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Abrir el caso").click()
    expect(page.get_by_text(kind).first).to_be_visible()
    expect(page.get_by_role("heading", name="Siguiente")).to_be_visible()
    then_nothing_hinders_anybody(page)
    return page.url


def when_she_writes_a_note_and_records_a_service(page: Page, case: str) -> None:
    page.goto(f"{case}/notes/new")
    page.get_by_label("Qué se dijo o se vio").fill("Llegó ayer con su hijo. Durmieron en el terminal.")
    page.get_by_role("button", name="Guardar la nota").click()
    page.wait_for_url(lambda url: not url.endswith("/notes/new"))
    expect(page.locator("main")).to_contain_text("Durmieron en el terminal.")
    page.goto(f"{case}/services/new")
    then_nothing_hinders_anybody(page)
    page.get_by_label("Servicio").first.select_option(label="Kit de higiene y salud menstrual")
    page.get_by_label("Cantidad").fill("2")
    page.get_by_role("button", name="Guardar el servicio").click()
    page.wait_for_url(lambda url: not url.endswith("/services/new"))
    expect(page.locator("main")).to_contain_text("Kit de higiene y salud menstrual")


def when_she_refers_the_case(page: Page, case: str) -> None:
    page.goto(f"{case}/referrals/new")
    options = page.get_by_label("Servicio").locator("option").all_inner_texts()
    page.get_by_label("Servicio").select_option(label=next(text for text in options if text.strip().startswith("Alojamiento")))
    page.get_by_role("button", name="Mostrar quién lo da").click()
    page.get_by_role("radio", name=re.compile("Refugio Norte|Casa Abierta")).first.check()
    page.get_by_label("¿Qué les pide?").fill("Cupo por tres noches para una madre con su hijo.")
    page.get_by_label("Nombres").check()
    page.get_by_label("Edad").check()
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Enviar la referencia").click()
    expect(page.locator("main")).to_contain_text("Enviada")
    then_nothing_hinders_anybody(page)


def the_link_in_the_mail(quipu: RunningQuipu) -> str:
    """The partner's link, once relay, worker and mail server have done their part."""
    ends = time.monotonic() + SECONDS_FOR_A_JOB
    while not quipu.mails() and time.monotonic() < ends:
        time.sleep(0.5)
    mails = quipu.mails()
    assert mails, "no mail arrived"
    words = text_of(message_from_string(mails[-1], policy=policy.default))
    for secret in ("Briceño", "María", "Samuel", "Angeles"):
        assert secret not in mails[-1]
        assert secret not in words
    found = re.search(r"https?://\S+/r/\S+", words)
    assert found, words
    return found.group(0)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return f"{mail['Subject']}\n{body.get_content()}"


def when_the_partner_accepts_from_the_link(page: Page, link: str) -> None:
    answer = page.goto(link)
    assert answer is not None
    assert answer.status == 200
    words = page.locator("main").inner_text()
    assert "María de los Ángeles" in words
    assert "34" in words or "33" in words
    for hidden in ("Briceño", "BRICEÑO", "Durmieron", "Venezuela"):
        assert hidden not in page.content()
    page.locator("summary", has_text="Con el día de la cita").click()
    page.locator("details[open]").get_by_role("button").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Usted contestó: podemos")


def then_the_caseworker_sees_the_answer(page: Page, case: str) -> None:
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Con respuesta")
    then_nothing_hinders_anybody(page)
    page.goto(case)
    expect(page.locator("main")).to_contain_text("Referencia aceptada")


def when_the_supervisor_reassigns_a_case(page: Page, case: str) -> None:
    page.goto("/caseload")
    then_nothing_hinders_anybody(page)
    page.goto(case)
    page.get_by_text("Registrar algo").click()
    page.get_by_role("link", name="Reasignar caso").click()
    then_nothing_hinders_anybody(page)
    page.get_by_role("radio", name="Marcela Quintero").check()
    page.get_by_label("¿Por qué?").fill("Reparto de la semana.")
    page.get_by_role("button", name="Ver antes las dos cargas").click()
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name=re.compile("^Reasignar")).click()
    page.goto(case)
    expect(page.locator("main")).to_contain_text("El caso pasa a Marcela Quintero")


def when_the_officer_asks_for_the_report_of_the_quarter(page: Page) -> None:
    page.goto("/reports/new")
    page.get_by_label("País").select_option(label="Colombia")
    quarter = f"{date.today().year}-T{(date.today().month - 1) // 3 + 1}"  # noqa: DTZ011 - the quarter on the wall
    options = page.get_by_label("Trimestre").locator("option").all_inner_texts()
    page.get_by_label("Trimestre").select_option(label=next(text for text in options if text.startswith(quarter)))
    page.get_by_role("button", name="Preparar el reporte").click()
    expect(page.get_by_role("link", name=re.compile("PDF")).first).to_be_visible(timeout=SECONDS_FOR_A_JOB * 1000)
    then_nothing_hinders_anybody(page)


def then_page_and_files_carry_the_same_figures(page: Page) -> None:
    from io import BytesIO

    from openpyxl import load_workbook
    from pypdf import PdfReader

    words = page.locator("main").inner_text()
    assert "Borrador" in words
    people = re.search(r"([\d.,\s]+)\s*\n?\s*personas", words, re.IGNORECASE)
    digest = re.search(r"[0-9a-f]{64}|[0-9a-f]{16,}", words)
    pdf = page.request.get(str(page.get_by_role("link", name=re.compile("PDF")).first.get_attribute("href")))
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf.body())).pages)
    xlsx = page.request.get(str(page.get_by_role("link", name=re.compile("XLSX|Excel")).first.get_attribute("href")))
    cells = {
        str(cell) for sheet in load_workbook(BytesIO(xlsx.body())) for row in sheet.iter_rows(values_only=True) for cell in row
    }
    assert people, words[:2000]
    assert people.group(1).strip() in text
    assert re.sub(r"\D", "", people.group(1)) in {re.sub(r"\D", "", cell) for cell in cells}
    if digest:
        assert digest.group(0)[:16] in text.replace("\n", "")


def test_the_main_pages_work_without_javascript_and_by_keyboard(quipu: RunningQuipu, chromium: Browser, enter: Enter) -> None:
    page = enter("caseworker", "CUC", java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hoy, ")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("contenido")
    page.goto("/people/new")
    page.locator("#given_names").fill("Yolanda")
    page.get_by_role("button", name="Registrar persona", exact=True).press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("#given_names")).to_have_value("Yolanda")
