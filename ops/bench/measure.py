"""Measuring pages in turn, so that a slow moment of the machine meets them all."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ops.bench.browser import Answer, Browser
from ops.bench.header import QUERIES_HEADER
from ops.errors import OperationError

WARM_UP_ROUNDS = 8


@dataclass(frozen=True)
class BenchPage:
    """One thing that a user does. ``visit`` gives the answers it takes; their times and statements are added up.

    Attributes:
        aim: the most that its median may be, as a multiple of the floor's; 0 for the floor itself.
        path: where its size is measured compressed; empty for a POST that leads elsewhere.
    """

    name: str
    visit: Callable[[int], Sequence[Answer]]
    aim: float = 0.0
    path: str = ""


@dataclass(frozen=True)
class Result:
    """The figures of one page."""

    name: str
    requests: int
    p50_ms: float
    p95_ms: float
    ratio: float
    aim: float
    queries: int
    kilobytes: float
    kilobytes_compressed: float


def measure(browser: Browser, pages: Sequence[BenchPage], *, rounds: int) -> list[Result]:
    """Visit all pages in turn, ``rounds`` times after a warm-up; the first page is the floor."""
    for number in range(WARM_UP_ROUNDS):
        for page in pages:
            _visit(page, number)
    seconds: dict[str, list[float]] = {page.name: [] for page in pages}
    last: dict[str, Sequence[Answer]] = {}
    for number in range(WARM_UP_ROUNDS, WARM_UP_ROUNDS + rounds):
        for page in pages:
            answers = _visit(page, number)
            seconds[page.name].append(sum(answer.seconds for answer in answers))
            last[page.name] = answers
    floor = statistics.median(seconds[pages[0].name])
    return [_result(browser, page, seconds[page.name], last[page.name], floor) for page in pages]


def _visit(page: BenchPage, number: int) -> Sequence[Answer]:
    answers = page.visit(number)
    refused = [answer.status for answer in answers if answer.status >= 400]
    if refused:
        raise OperationError(f"{page.name} was answered with {refused[0]}: nothing to measure.")
    return answers


def _result(browser: Browser, page: BenchPage, seconds: list[float], answers: Sequence[Answer], floor: float) -> Result:
    ordered = sorted(seconds)
    median = statistics.median(ordered)
    compressed = len(browser.get(page.path, compressed=True).body) if page.path else 0
    return Result(
        name=page.name,
        requests=len(ordered),
        p50_ms=median * 1000,
        p95_ms=ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000,
        ratio=median / floor,
        aim=page.aim,
        queries=sum(int(answer.headers[QUERIES_HEADER.lower()]) for answer in answers),
        kilobytes=len(answers[-1].body) / 1000,
        kilobytes_compressed=compressed / 1000,
    )
