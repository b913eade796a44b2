"""The lists behind the board's numbers: cases to tick, referrals to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.cases.enums import CaseStatus
from app.cases.labels import STATUS_LABELS
from app.foundation.actor import Actor
from app.foundation.clock import date_in
from app.foundation.pagination import Page
from app.referrals.presenters.words import organisation_name, service_name
from app.supervision.enums import WorkList
from app.supervision.labels import WORK_LIST_LABELS, WORK_LIST_MEANINGS
from app.supervision.presenters.day import answer_words
from app.supervision.presenters.words import case_link, kind_words, risk_tag, since_words
from app.supervision.services import CaseLine, WorkPage
from app.web.addresses import address_of_pages
from app.web.page_parts import Column, Link, Section, Table, Tag

if TYPE_CHECKING:
    from app.accounts.models import User
    from app.referrals.models import Referral
    from app.supervision.queries import ReturnedAnswer


@dataclass(frozen=True)
class TickRow:
    """A case that can be ticked; ``value`` is what the tick sends."""

    value: str
    code: str
    href: str
    kind: str
    tags: Sequence[Tag]
    since: str | None
    caseworker: str | None


@dataclass(frozen=True)
class ListPage:
    """One list: cases to tick, or a table of referrals.

    Attributes:
        since_heading: what the day of a row means.
    """

    title: str
    meaning: str
    sections: Sequence[Section]
    since_heading: str
    ticks: Sequence[TickRow]
    table: Table | None
    page: Page[Any]
    page_url: str


@dataclass(frozen=True)
class ColleaguePage:
    """The cases that one colleague carries."""

    title: str
    since_heading: str
    ticks: Sequence[TickRow]
    page: Page[Any]
    page_url: str


def list_page(actor: Actor, found: WorkPage, *, office: str | None) -> ListPage:
    return ListPage(
        title=str(WORK_LIST_LABELS[found.which]),
        meaning=str(WORK_LIST_MEANINGS[found.which]),
        sections=[_section(which, found.which, office) for which in WorkList],
        since_heading=_since_heading(found.which),
        ticks=[tick_row(line, found.today) for line in found.cases.rows] if found.cases else [],
        table=_table(actor, found),
        page=found.page,
        page_url=address_of_pages("supervision.list_work", which=found.which.value, office=office),
    )


def colleague_page(user: User, lines: Page[CaseLine], today: date) -> ColleaguePage:
    return ColleaguePage(
        title=_("Cases of %(name)s", name=user.name),
        since_heading=_("Due"),
        ticks=[tick_row(line, today) for line in lines.rows],
        page=lines,
        page_url=address_of_pages("supervision.list_work_of_colleague", user_id=user.id),
    )


def tick_row(line: CaseLine, today: date) -> TickRow:
    case = line.case
    waiting = [Tag(str(STATUS_LABELS[case.status]), "waiting")] if case.status is CaseStatus.ON_HOLD else []
    link = case_link(case.id, case.code)
    return TickRow(
        value=str(case.id),
        code=case.code,
        href=link.href,
        kind=kind_words(case.kind),
        tags=[risk_tag(case.risk), *waiting],
        since=since_words(line.since, today),
        caseworker=case.caseworker,
    )


def _section(which: WorkList, current: WorkList, office: str | None) -> Section:
    href = url_for("supervision.list_work", which=which.value, office=office)
    return Section(str(WORK_LIST_LABELS[which]), href, current=which is current)


def _since_heading(which: WorkList) -> str:
    headings = {
        WorkList.UNASSIGNED: _("Opened"),
        WorkList.OVERDUE: _("Due"),
        WorkList.SILENT: _("Last contact"),
        WorkList.UNANSWERED: _("Answer was due"),
        WorkList.RETURNED: _("Answered"),
    }
    return str(headings[which])


def _table(actor: Actor, found: WorkPage) -> Table | None:
    if found.unanswered:
        return _referrals(found, [_unanswered(actor, found, referral) for referral in found.unanswered.rows])
    if found.returned:
        return _referrals(found, [_returned(actor, found, answer) for answer in found.returned.rows])
    return None


def _referrals(found: WorkPage, rows: Sequence[Sequence[object]]) -> Table | None:
    if not rows:
        return None
    what = _("Service asked for") if found.which is WorkList.UNANSWERED else _("Answer given")
    columns = [
        Column(_("Referral")),
        Column(_("Case")),
        Column(str(what)),
        Column(_since_heading(found.which)),
    ]
    if found.which is WorkList.RETURNED:
        columns.append(Column(_("Carried by")))
    return Table(caption=str(WORK_LIST_LABELS[found.which]), caption_hidden=True, columns=columns, rows=rows)


def _unanswered(actor: Actor, found: WorkPage, referral: Referral) -> list[object]:
    due_on = date_in(referral.answer_due_at, actor.time_zone) if referral.answer_due_at else None
    what = f"{organisation_name(referral)}: {service_name(referral)}"
    return _referral_row(referral, what, since_words(due_on, found.today))


def _returned(actor: Actor, found: WorkPage, answer: ReturnedAnswer) -> list[object]:
    referral = answer.referral
    on = date_in(answer.answered_at, actor.time_zone) if answer.answered_at else None
    worker = referral.case.caseworker
    return [*_referral_row(referral, answer_words(referral), since_words(on, found.today)), worker.name if worker else None]


def _referral_row(referral: Referral, what: str, since: str | None) -> list[object]:
    return [
        Link(referral.code, url_for("referrals.show_referral", referral_id=referral.id)),
        case_link(referral.case_id, referral.case.code),
        what,
        since,
    ]
