"""The pages of a case's file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.cases import questions
from app.cases.enums import CaseStatus
from app.cases.kinds import describe
from app.cases.labels import FOLLOW_UP_LABELS, MODALITY_LABELS, OUTCOME_LABELS
from app.cases.policies import CaseAction, can_act, can_view_case, may_reach
from app.cases.presenters.access_log import access_log_link
from app.cases.presenters.banner import SectionName, case_banner, case_sections, person_link
from app.cases.presenters.intake import AnsweredSection, answered_sections
from app.cases.presenters.next_action import RECORDING, next_action, with_distance
from app.cases.presenters.timeline import OUTCOME_TONES, timeline_entries
from app.cases.presenters.who_sees import who_sees_link
from app.cases.presenters.words import closure_words, quantity_words, reader_locale, value_words
from app.cases.queries import CaseEvent, ChildTask
from app.foundation.actor import Actor
from app.foundation.clock import date_in
from app.foundation.pagination import Page, clamp_page
from app.web.addresses import address_of_pages
from app.web.erased import shown
from app.web.filters import day
from app.web.page_parts import (
    Action,
    Banner,
    Column,
    Link,
    NextAction,
    Section,
    SummaryRow,
    Table,
    Tag,
    TimelineEntry,
)

if TYPE_CHECKING:
    from app.cases.models import Case, CaseNote, FollowUp, ServiceDelivery

EVENTS_ON_A_PAGE = 50


@dataclass(frozen=True)
class RecordPage:
    """The frame of every page of the file."""

    banner: Banner
    sections: Sequence[Section]
    time_zone: str


@dataclass(frozen=True)
class SummaryPage:
    """The first page of the file: what comes next, what it is about, what happened."""

    record: RecordPage
    next_action: NextAction | None
    closing: str | None
    goal: str
    facts: Sequence[SummaryRow]
    intake: Sequence[AnsweredSection]
    steps_heading: str
    steps: Sequence[str]
    timeline: Sequence[TimelineEntry]
    all_events: Link | None
    person: Link | None
    access_log: Link | None
    who_sees: Link | None


@dataclass(frozen=True)
class TablePage:
    """A page of the file that holds one list: a table, or entries of a timeline.

    Attributes:
        next_action: what has to be done instead of adding to it; None on most.
    """

    record: RecordPage
    page: Page[Any]
    url: str
    add: Action | None
    table: Table | None = None
    entries: Sequence[TimelineEntry] = ()
    next_action: NextAction | None = None


def summary_page(
    actor: Actor,
    case: Case,
    *,
    follow_up: FollowUp | None,
    events: Sequence[CaseEvent],
    today: date,
    child: ChildTask | None = None,
) -> SummaryPage:
    """Args: child: what has to be recorded about the child whose case it is."""
    entries = _all_entries(actor, case, events)
    history = Link(_("See all that happened"), url_for("cases.show_history", case_id=case.id))
    description = describe(case.kind)
    return SummaryPage(
        record=_record(actor, case, SectionName.SUMMARY.value, today),
        next_action=next_action(actor, case, follow_up, today, child=child),
        closing=_closing_words(case),
        goal=shown(case, "goal") or "",
        facts=_facts(case, today),
        intake=answered_sections(actor, case),
        steps_heading=_("The usual way of such a case"),
        steps=[str(step) for step in description.steps],
        timeline=entries[:EVENTS_ON_A_PAGE],
        all_events=history if len(entries) > EVENTS_ON_A_PAGE else None,
        person=person_link(actor, case),
        access_log=access_log_link(actor, case),
        who_sees=who_sees_link(case) if can_view_case(actor, case) else None,
    )


def history_page(actor: Actor, case: Case, events: Sequence[CaseEvent], *, page: int | None, today: date) -> TablePage:
    """One page of all that happened.

    Args:
        events: the latest events down to the end of this page, and one more where there is one.
    """
    number = clamp_page(page)
    first = (number - 1) * EVENTS_ON_A_PAGE
    entries = _all_entries(actor, case, events)
    shown = entries[first : first + EVENTS_ON_A_PAGE]
    return TablePage(
        record=_record(actor, case, SectionName.SUMMARY.value, today),
        page=Page(shown, number, has_next=len(entries) > first + EVENTS_ON_A_PAGE),
        url=address_of_pages("cases.show_history", case_id=case.id),
        add=None,
        entries=shown,
    )


def services_page(actor: Actor, case: Case, deliveries: Page[ServiceDelivery], today: date) -> TablePage:
    add = Action(_("Record a service delivered"), url_for("cases.deliver_service", case_id=case.id))
    locale = reader_locale()
    rows = [
        [
            delivery.service.name(locale),
            day(delivery.delivered_on),
            quantity_words(delivery.quantity, delivery.unit),
            str(MODALITY_LABELS[delivery.modality]),
            value_words(delivery.value_minor, delivery.currency),
            delivery.author.name if delivery.author else None,
        ]
        for delivery in deliveries.rows
    ]
    columns = [_("Service"), _("Day"), _("Quantity"), _("How"), _("Value"), _("Written down by")]
    return TablePage(
        record=_record(actor, case, SectionName.SERVICES.value, today),
        page=deliveries,
        url=address_of_pages("cases.show_services", case_id=case.id),
        add=add if can_act(actor, CaseAction.DELIVER_SERVICE, case) else None,
        table=_table(_("Services delivered in this case"), columns, rows),
    )


def follow_ups_page(actor: Actor, case: Case, follow_ups: Page[FollowUp], today: date) -> TablePage:
    """Nobody is called or visited who died: what is planned stays to be seen, and the closing settles it."""
    has_died = case.person.has_died
    add = Action(_("Plan a follow-up"), url_for("cases.plan_follow_up", case_id=case.id))
    rows = [_follow_up_row(actor, case, follow_up, today) for follow_up in follow_ups.rows]
    columns = [_("Follow-up"), _("Day"), _("State"), _("What for, and how it went"), _("Next step")]
    return TablePage(
        record=_record(actor, case, SectionName.FOLLOW_UPS.value, today),
        page=follow_ups,
        url=address_of_pages("cases.show_follow_ups", case_id=case.id),
        add=add if can_act(actor, CaseAction.PLAN_FOLLOW_UP, case) and not has_died else None,
        table=_table(_("Follow-ups"), columns, rows),
        next_action=next_action(actor, case, None, today) if has_died else None,
    )


def notes_page(actor: Actor, case: Case, notes: Page[CaseNote], today: date) -> TablePage:
    add = Action(_("Add a note"), url_for("cases.add_note", case_id=case.id))
    return TablePage(
        record=_record(actor, case, SectionName.NOTES.value, today),
        page=notes,
        url=address_of_pages("cases.show_notes", case_id=case.id),
        add=add if can_act(actor, CaseAction.ADD_NOTE, case) else None,
        entries=[_note_entry(case, note) for note in notes.rows],
    )


def _record(actor: Actor, case: Case, endpoint: str, today: date) -> RecordPage:
    current = url_for(endpoint, case_id=case.id)
    return RecordPage(case_banner(actor, case, today), case_sections(actor, case, current), case.office.time_zone)


def _all_entries(actor: Actor, case: Case, events: Sequence[CaseEvent]) -> list[TimelineEntry]:
    others = [entry for answer in questions.timeline.ask_all(actor, case) for entry in answer]
    return timeline_entries(case, events, others)


def _closing_words(case: Case) -> str | None:
    if case.status is not CaseStatus.CLOSED or case.closed_on is None or case.closure_reason is None:
        return None
    reason = closure_words(case, case.closure_reason)
    return str(_("Closed on %(day)s: %(reason)s", day=day(case.closed_on), reason=reason))


def _facts(case: Case, today: date) -> list[SummaryRow]:
    return [
        SummaryRow(_("Opened"), with_distance(case.opened_on, today)),
        SummaryRow(_("Carried by"), case.caseworker.name if case.caseworker else Tag(_("Nobody yet"), "due")),
        SummaryRow(_("Office"), case.office.name),
        *([SummaryRow(_("Team"), case.team.name)] if case.team else []),
    ]


def _follow_up_row(actor: Actor, case: Case, follow_up: FollowUp, today: date) -> list[Any]:
    href = url_for("cases.complete_follow_up", case_id=case.id, follow_up_id=follow_up.id)
    form = str(FOLLOW_UP_LABELS[follow_up.kind])
    words = [part for part in (shown(follow_up, "purpose"), shown(follow_up, "outcome_words")) if part]
    if follow_up.done_on is not None and follow_up.outcome is not None:
        state = Tag(str(OUTCOME_LABELS[follow_up.outcome]), OUTCOME_TONES[follow_up.outcome])
        return [form, day(follow_up.done_on), state, words or None, None]
    may = can_act(actor, CaseAction.COMPLETE_FOLLOW_UP, case) and may_reach(case.person, follow_up.kind)
    due_on = with_distance(follow_up.due_on, today)
    hidden = _("planned for %(day)s", day=day(follow_up.due_on))
    link = Link(str(RECORDING[follow_up.kind]), href, hidden_text=hidden) if may else None
    return [form, due_on, _due_tag(follow_up.due_on, today), words or None, link]


def _due_tag(due_on: date, today: date) -> Tag:
    if due_on < today:
        return Tag(_("Overdue"), "late")
    return Tag(_("Today"), "due") if due_on == today else Tag(_("To come"), "info")


def _note_entry(case: Case, note: CaseNote) -> TimelineEntry:
    recorded_later = date_in(note.recorded_at, case.office.time_zone) != note.occurred_on
    return TimelineEntry(
        title=_("Note"),
        occurred=note.occurred_on,
        author=note.author.name if note.author else _("The system"),
        recorded=note.recorded_at if recorded_later else None,
        text=shown(note, "text"),
    )


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table | None:
    return Table(caption, [Column(text) for text in columns], rows, caption_hidden=True) if rows else None
