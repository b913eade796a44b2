"""A list of people on a supervisor's phone: template, upload, errors to correct, a duplicate to decide, and all are found."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, then_nothing_hinders_anybody

HEADINGS = ("Nombres", "Primer apellido", "Segundo apellido", "Sexo", "Fecha de nacimiento", "Nacionalidad", "Situación")
NEW = ("Yohandry Rafael", "Zurbarán", "Ollarves", "Hombre", "1988", "VEN", "En tránsito")
WRONG = ("Deyanira", "Zurbarán", "Ollarves", "Mujer", "31/02/1990", "VEN", "En tránsito")
KNOWN = ("Yuleisy del Valle", "Zurbarán", "Ollarves")
PERHAPS_KNOWN = ("Yuleisi", "Zurbaran", "", "Mujer", "1992", "VEN", "En tránsito")


def given_somebody_is_registered(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    page.goto("/people/new")
    for box, name in zip(("given_names", "surname_1", "surname_2"), KNOWN, strict=True):
        page.locator(f"#{box}").fill(name)
    page.locator("input[name=sex][value=female]").check()
    page.get_by_label("La fecha de nacimiento, o una parte").check()
    page.locator("#birth-year").fill("1992")
    page.get_by_label("Nacionalidad", exact=True).select_option("VEN")
    page.get_by_label("En tránsito").check()
    page.locator("main form button[type=submit]:visible").filter(has_text=re.compile("Registrar")).last.click()
    expect(page.get_by_text("Registro guardado").first).to_be_visible()


def a_list(*rows: tuple[str, ...]) -> dict[str, object]:
    """A file as somebody's spreadsheet program saves it."""
    written = io.StringIO()
    csv.writer(written).writerows([HEADINGS, *rows])
    return {"name": "lista.csv", "mimeType": "text/csv", "buffer": written.getvalue().encode()}


def bring(page: Page, file: object) -> None:
    page.goto("/imports/new")
    then_nothing_hinders_anybody(page)
    page.get_by_label("Archivo con las personas").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Traer este archivo").click()
    expect(page.locator("h1")).to_contain_text("CUC-I-")


def wait_for(page: Page, words: str) -> None:
    """The page asks by itself how far the workers are."""
    expect(page.get_by_text(words).first).to_be_visible(timeout=60_000)


def confirm(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Registrar 1 persona")).click()
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Registrar a estas personas").click()
    wait_for(page, "Terminada")
    then_nothing_hinders_anybody(page)


def found(page: Page, name: str) -> int:
    page.goto("/")
    page.get_by_label("Buscar persona o caso").fill(name)
    page.get_by_label("Buscar persona o caso").press("Enter")
    expect(page.locator("h1")).to_contain_text("Buscar")
    return page.locator("main table tbody tr").filter(has_text=name.split(maxsplit=1)[0]).count()


@pytest.fixture
def page(enter: Enter) -> Page:
    given_somebody_is_registered(enter)
    return enter("supervisor", "CUC")


def test_a_list_with_a_mistake_and_a_duplicate_is_brought_decided_and_found(page: Page) -> None:
    page.goto("/imports/new")
    with page.expect_download() as template:
        page.get_by_role("link", name="Plantilla en hoja de cálculo").click()
    headings = openpyxl.load_workbook(io.BytesIO(Path(template.value.path()).read_bytes())).worksheets[0][1]
    assert set(HEADINGS) <= {cell.value for cell in headings}

    bring(page, a_list(NEW, WRONG, PERHAPS_KNOWN))
    wait_for(page, "Espera su revisión")
    then_nothing_hinders_anybody(page)

    page.get_by_role("link", name="con un error").click()
    expect(page.get_by_text("31/02/1990").first).to_be_visible()
    then_nothing_hinders_anybody(page)
    with page.expect_download() as errors:
        page.get_by_role("button", name="Errores por corregir (CSV)").click()
    to_correct = Path(errors.value.path()).read_text(encoding="utf-8-sig")
    assert "Deyanira" in to_correct
    assert "Yohandry" not in to_correct
    page.go_back()

    page.get_by_role("button", name="Decidir sobre 1 fila").click()
    expect(page.get_by_role("link", name="Yuleisy del Valle ZURBARÁN OLLARVES")).to_be_visible()
    then_nothing_hinders_anybody(page)
    page.get_by_label("La misma persona: dejar la fila fuera").check()
    page.get_by_role("button", name="Guardar estas respuestas").click()
    page.get_by_role("link", name="Volver a la importación").click()
    confirm(page)
    first = page.url
    expect(page.get_by_role("link", name="Yohandry Rafael ZURBARÁN OLLARVES")).to_be_visible()

    bring(
        page, {"name": "corregida.csv", "mimeType": "text/csv", "buffer": to_correct.replace("31/02/1990", "28/02/1990").encode()}
    )
    wait_for(page, "Espera su revisión")
    confirm(page)
    page.goto(first)
    expect(page.get_by_text("Aquí no queda nada por hacer")).to_be_visible()
    then_nothing_hinders_anybody(page)

    for name in ("Yohandry Rafael Zurbarán", "Deyanira Zurbarán", "Yuleisy Zurbarán"):
        assert found(page, name) == 1, name
