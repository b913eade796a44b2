"""Cúcuta asks Bogotá, with the woman's yes, whether it knows her; Bogotá sees sex and year and answers, Cúcuta reads the code."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, then_nothing_hinders_anybody

NAME = {"given_names": "Dayerlin Josefina", "surname_1": "Petit", "surname_2": "Urdaneta"}
"""As ``ops/demo/questions.py`` registers her in Bogotá, and ``README.md`` names her."""


def given_she_is_typed(page: Page) -> None:
    page.goto("/people/new")
    page.locator("input[name=sex][value=female]").check()
    page.locator("input[name=birth_known][value=date]").check()
    for part, value in (("day", "3"), ("month", "5"), ("year", "1991")):
        page.locator(f"#birth-{part}").fill(value)
    for box, name in NAME.items():
        page.locator(f"#{box}").fill(name)
    with page.expect_response("**/people/candidates", timeout=30_000):
        page.locator("#surname_2").press("Tab")


def then_a_later_answer_leaves_it_open_and_ticked(page: Page) -> None:
    """On a slow network the answer to the last name comes while somebody already reads the one before."""
    box = page.get_by_label("La persona acepta que Bogotá sepa")
    old = box.element_handle()
    with page.expect_response("**/people/candidates", timeout=30_000):
        page.locator("#surname_2").evaluate("box => box.dispatchEvent(new Event('change', { bubbles: true }))")
    page.wait_for_function("box => !box.isConnected", arg=old)
    expect(box).to_be_visible()
    expect(box).to_be_checked()


def test_with_her_yes_the_other_office_can_tell_whom_it_knows(enter: Enter) -> None:
    cucuta = enter("caseworker", "CUC")
    given_she_is_typed(cucuta)
    cucuta.get_by_text("Otra oficina puede conocer a la persona").click()
    cucuta.get_by_label("La persona acepta que Bogotá sepa su sexo y su año de nacimiento").check()
    then_a_later_answer_leaves_it_open_and_ticked(cucuta)
    then_nothing_hinders_anybody(cucuta)
    cucuta.get_by_role("button", name="Preguntar a Bogotá").click()
    expect(cucuta.get_by_text("Ya se preguntó, con sexo y año de nacimiento")).to_be_visible()
    expect(cucuta.locator("#surname_1")).to_have_value("Petit")

    bogota = enter("caseworker", "BOG")
    bogota.get_by_role("button", name="Responder a otras oficinas").click()
    bogota.get_by_role("button", name="Responder la pregunta").last.click()
    expect(bogota.get_by_text("Por quién preguntan")).to_be_visible()
    expect(bogota.locator("dl").filter(has_text="Año de nacimiento")).to_contain_text("1991")
    then_nothing_hinders_anybody(bogota)
    answer = bogota.get_by_label(re.compile("Sí: Dayerlin Josefina PETIT URDANETA"))
    code = re.search(r"BOG-P-\d+", bogota.locator("label", has_text="Dayerlin").inner_text())
    assert code is not None
    answer.check()
    bogota.get_by_role("button", name="Dar la respuesta").click()
    expect(bogota.get_by_text("La respuesta va en camino").or_(bogota.get_by_text("Gracias")).first).to_be_visible()

    cucuta.goto("/people/questions")
    expect(cucuta.get_by_text(code[0])).to_be_visible()
    then_nothing_hinders_anybody(cucuta)
