"""What the bench visits: the six things that a caseworker does all day, each more than one way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import uuid4

from app.foundation.clock import today_in
from ops.bench.browser import Answer, Browser, Fields
from ops.bench.header import FLOOR_URL
from ops.bench.measure import BenchPage
from ops.errors import OperationError

AIM_OF_PAGES, AIM_OF_SEARCH, AIM_OF_SAVING = 3.0, 4.0, 5.0
INTAKE = {"risk": "medium", "intake_needs": "regularisation"}
"""What the opening of a documentation case insists on."""
TIME_ZONE = "America/Bogota"
"""Of the first office of a demo, whose caseworker is measured: a form takes no day that has not begun there."""
RECORDS = 20
"""Different files visited in turn, so that no page is measured warm only."""
UUID = "[0-9a-f-]{36}"
MISSPELT = (
    "Gonsales Peres", "Rodrigez Rojas", "Ernandes Garcia", "Sambrano Mora", "Briseño Dias", "Gutieres Vargas", "Velasques Gil",
    "Chirino Lopez", "Colmenare Ruiz", "Useche Marques", "Bracho Ibañes", "Salasar Nuñes",
)  # fmt: skip


def pages_of(browser: Browser) -> list[BenchPage]:
    """All pages; the floor first."""
    cases = _ids(browser, "/cases", f"/cases/({UUID})")
    people = [_ids(browser, f"/cases/{case}", f"/people/({UUID})")[0] for case in cases[:RECORDS]]
    note = browser.form(f"/cases/{cases[0]}/notes/new", holding="text")
    search = browser.form("/", holding="q")
    opening = f"/people/{people[0]}/cases/new?kind=documentation"
    case = browser.form(opening, holding="goal")

    def visit(path: str) -> Sequence[Answer]:
        return [browser.get(path)]

    def look_for(number: int) -> Sequence[Answer]:
        found = browser.post("/search", _filled(search, q=MISSPELT[number % len(MISSPELT)]))
        return [found, browser.get(found.location)]

    def add_note(number: int) -> Sequence[Answer]:
        typed = _filled(note, submission_id=str(uuid4()), text=f"Nota de medición {number}.", **_today("occurred_on"))
        return _saved(browser.post(f"/cases/{cases[number % len(cases)]}/notes/new", typed))

    def open_case(number: int) -> Sequence[Answer]:
        typed = _filled(case, submission_id=str(uuid4()), goal=f"Meta de medición {number}.", **INTAKE)
        return _saved(browser.post(f"/people/{people[number % len(people)]}/cases/new?kind=documentation", typed))

    return [
        BenchPage("floor: layout and one row", lambda _: visit(FLOOR_URL), path=FLOOR_URL),
        BenchPage("home: my day", lambda _: visit("/"), AIM_OF_PAGES, "/"),
        BenchPage("caseload list", lambda _: visit("/cases"), AIM_OF_PAGES, "/cases"),
        BenchPage("search, surname misspelt", look_for, AIM_OF_SEARCH, "/search"),
        BenchPage("case page", lambda n: visit(f"/cases/{cases[n % len(cases)]}"), AIM_OF_PAGES, f"/cases/{cases[0]}"),
        BenchPage("save a case", open_case, AIM_OF_SAVING),
        BenchPage("add a note", add_note, AIM_OF_SAVING),
    ]


def _ids(browser: Browser, path: str, pattern: str) -> list[str]:
    found = list(dict.fromkeys(re.findall(pattern, browser.get(path).text)))
    if not found:
        raise OperationError(f"{path} names no record to measure.")
    return found[:RECORDS]


def _filled(form: Fields, **typed: str) -> Fields:
    return [*((name, value) for name, value in form if name not in typed), *typed.items()]


def _today(field: str) -> dict[str, str]:
    today = today_in(TIME_ZONE)
    return {f"{field}-day": str(today.day), f"{field}-month": str(today.month), f"{field}-year": str(today.year)}


def _saved(answer: Answer) -> Sequence[Answer]:
    if answer.status != 303:
        raise OperationError(f"A form was answered with {answer.status} instead of being saved.")
    return [answer]
