"""The list of cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.cases.enums import CaseStatus, RiskLevel
from app.cases.forms import CasesForm, Whose
from app.cases.labels import FOLLOW_UP_LABELS
from app.cases.policies import NextStep, NextStepKind, next_step
from app.cases.presenters.next_action import TONES
from app.cases.presenters.words import risk_tag, status_tag
from app.cases.queries import ListedCase
from app.catalogue.labels import CASE_KIND_LABELS
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.pagination import Page
from app.people.presenters import name_in_words
from app.web.addresses import address_of_pages
from app.web.filters import ago, day
from app.web.page_parts import Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.accounts.models import User
    from app.accounts.queries import Cover

STEP_LABELS = {
    NextStepKind.CLOSE: _l("To be closed"),
    NextStepKind.TAKE: _l("To be taken"),
    NextStepKind.PLAN: _l("To be planned"),
    NextStepKind.RESUME: _l("Waits"),
}
"""Steps that are not a follow-up; those are told by its form."""


@dataclass(frozen=True)
class CasesPage:
    """One page of the list; ``url`` has a place for the page's number."""

    table: Table | None
    page: Page[ListedCase]
    url: str
    chosen: Sequence[Link]
    clear_href: str
    renewals: str


def whose_choices(actor: Actor, colleagues: Sequence[User], covers: Sequence[Cover]) -> list[tuple[str, str]]:
    """The colleagues to choose from; whom the reader covers stands first."""
    covered = {str(cover.covered.id): _("%(name)s (you cover)", name=cover.covered.name) for cover in covers}
    others = {str(colleague.id): colleague.name for colleague in colleagues if colleague.id != actor.id}
    return list({**covered, **{key: name for key, name in others.items() if key not in covered}}.items())


def cases_page(actor: Actor, found: Page[ListedCase], form: CasesForm) -> CasesPage:
    query = form.narrowing()
    return CasesPage(
        table=_table(actor, found.rows, with_carrier=form.whose.data != Whose.MINE) if found.rows else None,
        page=found,
        url=address_of_pages("cases.list_cases", **_in_address(query)),
        chosen=[_taking_off(form, name, query) for name in query],
        clear_href=url_for("cases.list_cases"),
        renewals=url_for("cases.list_renewals"),
    )


def _in_address(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "y" if value is True else value for name, value in query.items()}


def _taking_off(form: CasesForm, name: str, query: Mapping[str, Any]) -> Link:
    """What was chosen in a field, as a link to the list without it."""
    field, value = form[name], query[name]
    offered = getattr(field, "choices", None) or ()
    words = next((str(choice.label) for choice in offered if choice.value == value), str(field.label.text))
    rest = {other: kept for other, kept in query.items() if other != name}
    return Link(words, url_for("cases.list_cases", **_in_address(rest)))


def _table(actor: Actor, cases: Sequence[ListedCase], *, with_carrier: bool) -> Table:
    """Whose a case is, and of which office, stand there only where they differ from line to line."""
    lines = _Lines(actor)
    tellers: dict[str, Callable[[ListedCase], Any]] = {
        _("Person"): lines.person,
        _("Case"): lambda case: [lines.kinds[case.kind], case.code],
        _("Next step"): lines.next,
        _("State"): lambda case: lines.statuses[case.status],
        _("Risk"): lambda case: lines.risks[case.risk],
    }
    if with_carrier:
        tellers[_("Carried by")] = lines.carrier
    if len({case.office_name for case in cases}) > 1:
        tellers[_("Office")] = lambda case: case.office_name
    if len({case.team_name for case in cases}) > 1:
        tellers[_("Team")] = lambda case: case.team_name
    rows = [[tell(case) for tell in tellers.values()] for case in cases]
    return Table(_("Cases"), [Column(text) for text in tellers], rows, caption_hidden=True)


class _Lines:
    """Tells the cells of the lines. Words that many lines share are translated once a page."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.kinds = {kind: str(label) for kind, label in CASE_KIND_LABELS.items()}
        self.statuses = {status: status_tag(status) for status in CaseStatus}
        self.risks = {risk: risk_tag(risk) for risk in RiskLevel}
        self.follow_ups = {kind: str(label) for kind, label in FOLLOW_UP_LABELS.items()}
        self.steps = {step: str(label) for step, label in STEP_LABELS.items()}
        self.died = Tag(_("Died"))
        self.distances: dict[tuple[date, date], str] = {}

    def person(self, case: ListedCase) -> Any:
        name = name_in_words(case.given_names, case.surname_1, case.surname_2)
        link = Link(name, url_for("cases.show_case", case_id=case.id), hidden_text=case.code)
        return [link, self.died] if case.has_died else link

    def carrier(self, case: ListedCase) -> Any:
        if case.caseworker_id == self.actor.id:
            return _("Me")
        return case.caseworker or Tag(_("Nobody yet"), "due")

    def next(self, case: ListedCase) -> Any:
        if case.status is CaseStatus.CLOSED and case.closed_on:
            return _("Closed on %(day)s", day=day(case.closed_on))
        today = today_in(case.time_zone)
        step = next_step(
            case.status,
            attention_on=case.attention_on,
            follow_up=case.follow_up,
            is_assigned=case.caseworker_id is not None,
            has_died=case.has_died,
            today=today,
        )
        tag = Tag(self._words(step), TONES[step.kind])
        return [tag, self._distance(step.day, today)] if step.day else tag

    def _words(self, step: NextStep) -> str:
        if step.kind in self.steps:
            return self.steps[step.kind]
        return self.follow_ups[step.follow_up] if step.follow_up else ""

    def _distance(self, moment: date, today: date) -> str:
        if (moment, today) not in self.distances:
            self.distances[moment, today] = ago(moment, today)
        return self.distances[moment, today]
