"""The events of a case as entries of its timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.cases.enums import ClosureReason, FollowUpKind, FollowUpOutcome, Modality
from app.cases.labels import FOLLOW_UP_LABELS, MODALITY_LABELS, OUTCOME_LABELS
from app.cases.presenters.words import closure_words, quantity_words, reader_locale, service_name, value_words
from app.cases.queries import CaseEvent, EventKind
from app.foundation.clock import date_in
from app.web.erased import erased_words
from app.web.filters import day
from app.web.page_parts import Tag, TimelineEntry, Tone

if TYPE_CHECKING:
    from app.cases.models import Case

STEP_TITLES = {
    "open": _l("Case opened"),
    "hold": _l("Case put on hold"),
    "resume": _l("Case resumed"),
    "close": _l("Case closed"),
    "reopen": _l("Case reopened"),
}
STEP_TONES: dict[str, Tone] = {"hold": "waiting", "close": "good"}
OUTCOME_TONES: dict[FollowUpOutcome, Tone] = {
    FollowUpOutcome.REACHED: "good",
    FollowUpOutcome.NOT_REACHED: "late",
    FollowUpOutcome.POSTPONED: "waiting",
    FollowUpOutcome.NOT_NEEDED: "neutral",
}


def timeline_entries(case: Case, events: Sequence[CaseEvent], others: Sequence[TimelineEntry] = ()) -> list[TimelineEntry]:
    """This room's events and those of upper rooms as one line of time, newest first."""
    zone = ZoneInfo(case.office.time_zone)
    dated = [(_moment(event.occurred_on, event.recorded_at, zone), _entry(case, event)) for event in events]
    dated += [(_moment(entry.occurred, entry.recorded, zone), entry) for entry in others]
    return [entry for _key, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _moment(occurred: date | datetime, recorded: date | datetime | None, zone: ZoneInfo) -> tuple[date, datetime]:
    """A key that orders days, and within a day the instants that are known."""
    if isinstance(occurred, datetime):
        return date_in(occurred, str(zone)), occurred
    instant = recorded if isinstance(recorded, datetime) else datetime.combine(occurred, time.min, zone)
    return occurred, instant


def _entry(case: Case, event: CaseEvent) -> TimelineEntry:
    title, tag, text = _TELLERS[event.kind](case, event)
    recorded_on = date_in(event.recorded_at, case.office.time_zone)
    return TimelineEntry(
        title=title,
        occurred=event.occurred_on,
        author=event.author or _("The system"),
        recorded=event.recorded_at if recorded_on != event.occurred_on else None,
        text=text,
        tag=tag,
    )


Told = tuple[str, Tag | None, str | None]


def _words(event: CaseEvent) -> str | None:
    return erased_words() if event.is_erased else event.text


def _tell_status(case: Case, event: CaseEvent) -> Told:
    step, reason = event.facts["step"], event.facts["closure_reason"]
    title = str(STEP_TITLES[step])
    if step == "close" and reason:
        title = f"{title}: {closure_words(case, ClosureReason(reason))}"
    tone = STEP_TONES.get(step)
    return title, Tag(_("Waiting") if tone == "waiting" else _("Closed"), tone) if tone else None, _words(event)


def _tell_assignment(_case: Case, event: CaseEvent) -> Told:
    name, team = event.facts["caseworker"], event.facts["team"]
    if event.facts["is_moved"]:
        moved = _("The case goes to the team %(team)s", team=team) if team else _("The case goes back to the whole office")
        return moved if name else f"{moved}. {_('Nobody carries the case for now')}", None, event.text
    title = _("The case goes to %(name)s", name=name) if name else _("Nobody carries the case for now")
    return title, None, _words(event)


def _tell_note(_case: Case, event: CaseEvent) -> Told:
    return _("Note"), None, _words(event)


def _tell_delivery(_case: Case, event: CaseEvent) -> Told:
    facts = event.facts
    title = _("Service delivered: %(name)s", name=service_name(facts, reader_locale()))
    told = [
        quantity_words(facts["quantity"], facts["unit"]),
        str(MODALITY_LABELS[Modality(facts["modality"])]),
        value_words(facts["value_minor"], facts["currency"]),
    ]
    return title, None, " · ".join(part for part in told if part)


def _tell_planned(_case: Case, event: CaseEvent) -> Told:
    form = FOLLOW_UP_LABELS[FollowUpKind(event.facts["form"])]
    due_on = day(date.fromisoformat(event.facts["due_on"]))
    return _("Follow-up planned: %(form)s until %(day)s", form=str(form).lower(), day=due_on), None, _words(event)


def _tell_done(_case: Case, event: CaseEvent) -> Told:
    outcome = FollowUpOutcome(event.facts["outcome"])
    form = str(FOLLOW_UP_LABELS[FollowUpKind(event.facts["form"])])
    return _("Follow-up: %(form)s", form=form.lower()), Tag(str(OUTCOME_LABELS[outcome]), OUTCOME_TONES[outcome]), _words(event)


_TELLERS: dict[EventKind, Callable[[Case, CaseEvent], Told]] = {
    EventKind.STATUS: _tell_status,
    EventKind.ASSIGNMENT: _tell_assignment,
    EventKind.NOTE: _tell_note,
    EventKind.DELIVERY: _tell_delivery,
    EventKind.PLANNED: _tell_planned,
    EventKind.DONE: _tell_done,
}
