"""The list of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.cases.enums import CaseStatus
from app.cases.forms import CasesForm
from app.cases.labels import FOLLOW_UP_LABELS
from app.cases.policies import NextStep, NextStepKind, next_step
from app.cases.presenters.next_action import TONES
from app.cases.presenters.words import risk_tag, status_tag
from app.cases.queries import ListedCase
from app.catalogue.labels import CASE_KIND_LABELS
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.pagination import Page
from app.web.filters import ago, day, full_name
from app.web.page_parts import Column, Link, Table, Tag


@dataclass(frozen=True)
class CasesPage:
    """One page of the list; ``url`` has a place for the page's number."""

    table: Table | None
    page: Page[ListedCase]
    url: str
    chosen: Sequence[Link]
    clear_href: str


def cases_page(actor: Actor, found: Page[ListedCase], form: CasesForm) -> CasesPage:
    query = {field.name: field.data for field in form if field.data and field.data != field.default and not field.errors}
    return CasesPage(
        table=_table(actor, found.rows) if found.rows else None,
        page=found,
        url=_address(query) + ("&" if query else "?") + "page={number}",
        chosen=[_taking_off(form, name, query) for name in query],
        clear_href=url_for("cases.list_cases"),
    )


def _address(query: Mapping[str, Any]) -> str:
    return url_for("cases.list_cases", **{name: "y" if value is True else value for name, value in query.items()})


def _taking_off(form: CasesForm, name: str, query: Mapping[str, Any]) -> Link:
    """What was chosen in a field, as a link to the list without it."""
    field, value = form[name], query[name]
    offered = getattr(field, "choices", None) or ()
    words = next((str(choice.label) for choice in offered if choice.value == value), str(field.label.text))
    return Link(words, _address({other: kept for other, kept in query.items() if other != name}))


def _table(actor: Actor, cases: Sequence[ListedCase]) -> Table:
    columns = [Column(text) for text in (_("Person"), _("Case"), _("Next"), _("State"), _("Risk"), _("Carried by"))]
    several = len({case.office_name for case in cases}) > 1
    if several:
        columns.append(Column(_("Office")))
    return Table(_("Cases"), columns, [_row(actor, case, with_office=several) for case in cases], caption_hidden=True)


def _row(actor: Actor, case: ListedCase, *, with_office: bool) -> list[Any]:
    name = full_name(case.given_names or "", case.surname_1, case.surname_2)
    carrier = _("Me") if case.caseworker_id == actor.id else case.caseworker
    cells = [
        Link(name, url_for("cases.show_case", case_id=case.id), hidden_text=case.code),
        [str(CASE_KIND_LABELS[case.kind]), case.code],
        _next(case),
        status_tag(case.status),
        risk_tag(case.risk),
        carrier or Tag(_("Nobody yet"), "due"),
    ]
    return [*cells, case.office_name] if with_office else cells


def _next(case: ListedCase) -> Any:
    today = today_in(case.time_zone)
    step = next_step(
        case.status,
        attention_on=case.attention_on,
        follow_up=case.follow_up,
        is_assigned=case.caseworker_id is not None,
        today=today,
    )
    if case.status is CaseStatus.CLOSED and case.closed_on:
        return _("Closed on %(day)s", day=day(case.closed_on))
    words = _words(step)
    distance = ago(step.day, today) if step.day else None
    return [Tag(words, TONES[step.kind]), distance] if distance else Tag(words, TONES[step.kind])


def _words(step: NextStep) -> str:
    if step.kind is NextStepKind.TAKE:
        return _("To be taken")
    if step.kind is NextStepKind.PLAN:
        return _("To be planned")
    if step.kind is NextStepKind.RESUME:
        return _("Waits")
    return str(FOLLOW_UP_LABELS[step.follow_up]) if step.follow_up else ""
