"""Every page that a role can reach by links: accessible, not scrolling sideways on a phone, quiet under the strict policy."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.journeys.conftest import DESK, Enter, RunningQuipu, then_nothing_hinders_anybody

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
CODE = re.compile(r"(?<=/catalogue/services/)[^/]+|(?<=/catalogue/action-points/)[^/]+")
LEFT_OUT = re.compile(r"\.(pdf|xlsx|json|csv|short|complete)$|/sign-out|^/r/|/link$|/attachments/[0-9a-f-]{36}$")
"""Downloads, and pages that end the walk."""
FEWEST_KINDS = {"caseworker": 25, "supervisor": 28, "reporting_officer": 12, "administrator": 6, "data_protection": 4}
"""How many kinds of page each role must reach at least: a crawl that finds little has proved little."""

ABOUT_PEOPLE = frozenset({
    "/people/new", "/people/list/new", "/people/<id>", "/people/<id>/edit", "/people/<id>/corrections",
    "/people/<id>/consents", "/people/<id>/consents/new", "/people/<id>/sheet", "/people/<id>/held",
    "/people/<id>/contacts/new", "/people/<id>/household/add", "/people/<id>/household/new", "/households/<id>",
    "/households/<id>/head", "/households/<id>/split", "/households/<id>/merge", "/people/<id>/doubles",
    "/people/<id>/merge", "/people/questions", "/account/drafts",
})  # fmt: skip
MUST_BE_REACHED = {"caseworker": ABOUT_PEOPLE, "supervisor": ABOUT_PEOPLE | {"/imports", "/imports/new"}}
"""One that is not reached nobody has looked at. Two files side by side, and the care of a child: ``test_merging.py``."""
FILES = "/people/<id>"
MOST_FILES = 6
"""Files differ in what they lead to: not everybody has a household."""
BEGINNINGS = ("/", "/account/drafts", "/people/questions")
"""The latter two are linked where something waits there."""


def kind_of(path: str) -> str:
    """The page's address without ids: pages of one kind are looked at once."""
    return CODE.sub("<code>", UUID.sub("<id>", path))


def links_of(page: Page) -> list[str]:
    hrefs: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    return [href for href in hrefs if href.startswith("/") and not href.startswith("//")]


def walk(page: Page, beginnings: Sequence[str]) -> list[str]:
    """Visit one page of every kind that links lead to; gives the kinds."""
    waiting, seen, files = deque(beginnings), set(beginnings), 0
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", note)
    while waiting:
        path = waiting.popleft()
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        then_nothing_hinders_anybody(page)
        then_it_does_not_scroll_sideways_on_a_desk(page)
        for href in links_of(page):
            parts = urlsplit(href)
            kind = kind_of(parts.path)
            is_further_file = kind == FILES and files < MOST_FILES and parts.path not in waiting
            if (kind not in seen or is_further_file) and not LEFT_OUT.search(parts.path):
                files += kind == FILES
                seen.add(kind)
                waiting.append(parts.path)
    assert complaints == []
    return sorted(seen)


def then_it_does_not_scroll_sideways_on_a_desk(page: Page) -> None:
    phone = page.viewport_size
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} scrolls sideways"
    page.set_viewport_size(phone)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", list(FEWEST_KINDS))
def test_every_page_of_a_role_is_accessible_on_a_phone(quipu: RunningQuipu, enter: Enter, role: str) -> None:
    office = "CUC" if role in {"caseworker", "supervisor"} else None
    page = enter(role, office)
    page.wait_for_load_state()
    wanted = MUST_BE_REACHED.get(role, frozenset())
    kinds = walk(page, BEGINNINGS if wanted else BEGINNINGS[:1])
    assert len(kinds) >= FEWEST_KINDS[role]
    assert wanted <= set(kinds), f"not reached: {sorted(wanted - set(kinds))}"


def test_the_gallery_of_components_is_accessible(quipu: RunningQuipu, enter: Enter) -> None:
    page = enter(None)
    page.goto("/dev/components")
    then_nothing_hinders_anybody(page)
