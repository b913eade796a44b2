"""Choosing a colleague, and both loads before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from app.supervision import policies
from app.supervision.presenters.board import capacities_of, capacity_of
from app.supervision.presenters.words import case_link, kind_words, risk_tag
from app.supervision.services import Preview
from app.web.filters import number, sentence
from app.web.page_parts import Column, Load, Table


@dataclass(frozen=True)
class ReassignPage:
    """The choice.

    Attributes:
        values: what the form sends back of the chosen cases: ``<id>.<version>``.
        options: the present load as a hint under each colleague.
    """

    title: str
    cases: Table
    values: Sequence[str]
    options: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class PreviewPage:
    """What will change hands, and what it does to everybody's load."""

    title: str
    cases: Table
    loads: Table
    warning: str | None
    learning: str | None
    """What the colleague will see that they do not see yet."""


def colleague_choices(preview: Preview) -> list[tuple[str, str]]:
    return [(str(user.id), user.name) for user in preview.colleagues]


def reassign_page(preview: Preview) -> ReassignPage:
    count = len(preview.cases)
    capacities = capacities_of(preview.offices)
    return ReassignPage(
        title=ngettext("Reassign %(num)s case", "Reassign %(num)s cases", count),
        cases=_cases(preview),
        values=[f"{case.id}.{case.version}" for case in preview.cases],
        options={
            str(user.id): {"hint": _load_words(preview.weight_before(user.id), capacity_of(user, capacities))}
            for user in preview.colleagues
        },
    )


def preview_page(preview: Preview, caseworker_id: UUID) -> PreviewPage:
    count = len(preview.cases)
    capacities = capacities_of(preview.offices)
    taker = next(user for user in preview.people if user.id == caseworker_id)
    after = preview.weight_after(taker.id, taker.id)
    capacity = capacity_of(taker, capacities)
    return PreviewPage(
        title=ngettext("Give %(num)s case to %(name)s?", "Give %(num)s cases to %(name)s?", count, name=taker.name),
        cases=_cases(preview),
        loads=_loads(preview, taker.id, capacities),
        warning=_("%(name)s would carry more than the capacity.", name=taker.name) if after > capacity else None,
        learning=_learning_words(preview, taker.name),
    )


def _learning_words(preview: Preview, name: str) -> str | None:
    if not preview.learning:
        return None
    codes = sentence(preview.learning)
    words = _(
        "%(name)s does not know these restricted cases yet and will see them, with their persons: %(codes)s.",
        name=name,
        codes=codes,
    )
    return str(words)


def _load_words(weight: int, capacity: int) -> str:
    return str(_("Carries %(weight)s of %(capacity)s", weight=number(weight), capacity=number(capacity)))


def _cases(preview: Preview) -> Table:
    return Table(
        caption=_("Chosen cases"),
        columns=[
            Column(_("Case")),
            Column(_("Kind")),
            Column(_("Risk")),
            Column(_("Weight"), kind="number"),
            Column(_("Now with")),
        ],
        rows=[
            [
                case_link(case.id, case.code),
                kind_words(case.kind),
                risk_tag(case.risk),
                policies.WEIGHTS[case.risk],
                case.caseworker or _("nobody"),
            ]
            for case in preview.cases
        ],
    )


def _loads(preview: Preview, taker_id: UUID, capacities: dict[UUID, int]) -> Table:
    """A bar for the taker and for everybody who gives a case away; the mark in it shows the weight before."""
    giving = {case.caseworker_id for case in preview.cases}
    rows = []
    for user in preview.people:
        if user.id != taker_id and user.id not in giving:
            continue
        before, after = preview.weight_before(user.id), preview.weight_after(user.id, taker_id)
        capacity = capacity_of(user, capacities)
        rows.append([user.name, Load(user.name, before, capacity), Load(user.name, after, capacity, before=before)])
    return Table(
        caption=_("Weight of the cases"),
        columns=[Column(_("Colleague")), Column(_("Before")), Column(_("After"))],
        rows=rows,
    )
