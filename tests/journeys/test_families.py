"""A family of five in one sitting, with a child for whom the head answers though it is not their own; at 360 px, by keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, then_nothing_hinders_anybody

FAMILY = (
    ("Orlando", "male", "36", "partner", False),
    ("Mirla", "female", "9", "child", False),
    ("Dayver", "male", "4", "child", False),
    ("Saray", "female", "12", "niece_nephew", True),
)


def type_line(page: Page, number: int, member: tuple[str, str, str, str, bool]) -> None:
    """One member, from the box of the given names on, by keys alone."""
    given_names, sex, age, relation, is_in_care = member
    expect(page.locator(f"#family-{number}-given_names")).to_be_focused()
    page.keyboard.type(given_names)
    page.keyboard.press("Tab")
    page.keyboard.type("Perdomo")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator(f"#family-{number}-sex")).to_be_focused()
    page.locator(f"#family-{number}-sex").select_option(sex)
    page.keyboard.press("Tab")
    page.keyboard.type(age)
    for _ in range(2):
        page.keyboard.press("Tab")
    page.locator(f"#family-{number}-relation").select_option(relation)
    if is_in_care:
        page.keyboard.press("Tab")
        page.keyboard.press("Space")


def test_a_family_of_five_with_a_childs_guardian_is_registered_in_one_sitting(enter: Enter) -> None:
    page = enter("caseworker", "CUC")
    page.goto("/people/new")
    page.locator("#given_names").fill("Zoraida")
    page.locator("#surname_1").fill("Perdomo")
    page.locator("input[name=sex][value=female]").check()
    page.locator("input[name=birth_known][value=age]").check()
    page.locator("#stated_age").fill("34")
    page.locator("#nationality").select_option("VEN")
    page.locator("input[name=population_type][value=in_transit]").check()
    page.locator("#family-0-given_names").focus()
    for number, member in enumerate(FAMILY):
        if number:
            page.keyboard.press("Enter")
        type_line(page, number, member)
    then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Registrar persona").last.click()
    expect(page.get_by_text("con 4 familiares")).to_be_visible()
    for name in ("Orlando", "Mirla", "Dayver", "Saray"):
        expect(page.locator("main").get_by_text(name).first).to_be_visible()
    # The niece is separated though an adult answers for her; the head's own children need no sign.
    expect(page.locator("#household").get_by_text("Niñez")).to_have_count(1)
    page.get_by_role("link", name="Saray").first.click()
    expect(page.locator("main").get_by_text("Zoraida").first).to_be_visible()
    expect(page.locator(".q-banner").get_by_text("Niñez separada de su familia")).to_be_visible()
    expect(page.get_by_role("link", name="Cambiar quién le cuida").first).to_be_visible()
