"""The page of retention: the schedule, what falls due, holds, and what was erased; in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.accounts.presenters.choices import country_name
from app.data_protection import policies
from app.data_protection.enums import WHOLE_FILES, RetentionKind
from app.data_protection.labels import HOLD_LABELS, KIND_LABELS, SENSITIVITY_LABELS
from app.data_protection.periods import STARTING_PERIODS
from app.foundation.actor import Actor
from app.foundation.pagination import Page
from app.web.filters import day, instant
from app.web.page_parts import Action, Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.accounts.models import Office
    from app.data_protection.models import RetentionHold, RetentionPeriod, ScheduledErasure
    from app.data_protection.services import Outlook


@dataclass(frozen=True)
class RetentionPage:
    """The page in parts; a table is None where it would be empty."""

    schedule: Sequence[Table]
    counts: Table | None
    due: Table | None
    due_page: Page[ScheduledErasure]
    holds: Table | None
    done: Table | None


@dataclass(frozen=True)
class PeriodFrame:
    """What the form of one period shows around itself."""

    title: str
    caption: str
    starting: str


def retention_page(
    actor: Actor,
    outlook: Outlook,
    *,
    periods: Mapping[tuple[str, RetentionKind], RetentionPeriod],
    countries: Mapping[str, bool],
    counts: Sequence[tuple[Office, RetentionKind, int]],
    holds: Sequence[RetentionHold],
    today: date,
) -> RetentionPage:
    """Args: countries: ISO 3166-1 alpha-2 -> whether the actor may set its periods."""
    return RetentionPage(
        schedule=[_schedule(country, periods, may_set=may_set) for country, may_set in countries.items()],
        counts=_counts(counts) if counts else None,
        due=_due(actor, outlook) if outlook.due.rows else None,
        due_page=outlook.due,
        holds=_holds(actor, holds, today) if holds else None,
        done=_done(actor, outlook.done) if outlook.done else None,
    )


def period_frame(country: str, kind: RetentionKind) -> PeriodFrame:
    return PeriodFrame(
        title=_("How long in %(country)s?", country=country_name(country)),
        caption=str(KIND_LABELS[kind]),
        starting=_("Starting value: %(period)s", period=period_in_words(STARTING_PERIODS[kind].months)),
    )


def period_in_words(months: int) -> str:
    """``5 años``, or in months where it is no whole year."""
    years, rest = divmod(months, 12)
    if rest:
        return str(ngettext("%(num)s month", "%(num)s months", months))
    return str(ngettext("%(num)s year", "%(num)s years", years))


def _schedule(country: str, periods: Mapping[tuple[str, RetentionKind], RetentionPeriod], *, may_set: bool) -> Table:
    columns = [Column(_("What goes")), Column(_("Most sensitive part")), Column(_("Kept for")), Column(_("Where it comes from"))]
    if may_set:
        columns.append(Column(_("Set the period"), kind="action", hidden=True))
    name = country_name(country)
    rows = [_period(country, kind, periods.get((country, kind)), may_set=may_set) for kind in RetentionKind]
    return Table(name, columns, rows)


def _period(country: str, kind: RetentionKind, own: RetentionPeriod | None, *, may_set: bool) -> list[object]:
    starting = STARTING_PERIODS[kind]
    origin = _("Set by %(name)s on %(day)s", name=own.setter.name, day=day(own.set_at.date())) if own else _("Starting value")
    row: list[object] = [
        str(KIND_LABELS[kind]),
        str(SENSITIVITY_LABELS[starting.field_class]),
        period_in_words(own.months if own else starting.months),
        origin,
    ]
    if not may_set:
        return row
    href = url_for("data_protection.set_period", code=country, kind=kind.value)
    return [*row, Link(_("Set the period"), href, hidden_text=str(KIND_LABELS[kind]))]


def _counts(counts: Sequence[tuple[Office, RetentionKind, int]]) -> Table:
    columns = [Column(_("Office")), Column(_("What goes")), Column(_("How many"), kind="number")]
    rows = [[office.name, str(KIND_LABELS[kind]), count] for office, kind, count in counts]
    return Table(_("In the next 90 days"), columns, rows, total=[_("Together"), "", sum(count for *_rest, count in counts)])


def _due(actor: Actor, outlook: Outlook) -> Table:
    columns = [
        Column(_("File")), Column(_("What goes")), Column(_("Period over on")), Column(_("Erased from")),
        Column(_("Hold"), kind="action", hidden=True),
    ]  # fmt: skip
    rows = [_plan(actor, plan, is_held=plan.person_id in outlook.held) for plan in outlook.due.rows]
    return Table(_("File by file"), columns, rows, caption_hidden=True)


def _plan(actor: Actor, plan: ScheduledErasure, *, is_held: bool) -> list[object]:
    hold = Link(_("Keep this file"), url_for("data_protection.set_hold", plan=plan.id), hidden_text=plan.code)
    return [
        _file(actor, plan),
        str(KIND_LABELS[plan.kind]),
        day(plan.due_on),
        day(plan.erase_on),
        Tag(_("Kept for now"), "due") if is_held else hold,
    ]


def _file(actor: Actor, plan: ScheduledErasure) -> object:
    """The code; the way to the file for those who also work with it."""
    if plan.kind in WHOLE_FILES and actor.may_at(Permission.VIEW_PERSON, plan.office_id):
        return Link(plan.code, url_for("people.show_person", person_id=plan.record_id))
    return plan.code


def _holds(actor: Actor, holds: Sequence[RetentionHold], today: date) -> Table:
    columns = [
        Column(_("File")), Column(_("Why")), Column(_("Until")), Column(_("Set by")), Column(_("State")),
        Column(_("Lift"), kind="action", hidden=True),
    ]  # fmt: skip
    return Table(_("Files on hold"), columns, [_hold(actor, hold, today) for hold in holds], caption_hidden=True)


def _hold(actor: Actor, hold: RetentionHold, today: date) -> list[object]:
    lift = Action(
        _("Lift the hold"),
        url_for("data_protection.lift_hold", hold_id=hold.id),
        method="post",
        hidden_text=hold.person_code,
    )
    may_lift = hold.lifted_at is None and hold.office_id in actor.scopes_for(policies.MANAGING)
    return [
        hold.person_code,
        str(HOLD_LABELS[hold.reason]),
        day(hold.held_until),
        f"{hold.setter.name}, {instant(hold.set_at, actor.time_zone)}",
        _hold_state(actor, hold, today),
        lift if may_lift else None,
    ]


def _hold_state(actor: Actor, hold: RetentionHold, today: date) -> object:
    if hold.lifted_at is not None and hold.lifter is not None:
        return _("Lifted by %(name)s, %(when)s", name=hold.lifter.name, when=instant(hold.lifted_at, actor.time_zone))
    return Tag(_("Kept for now"), "due") if hold.held_until >= today else Tag(_("Its day is over"), "neutral")


def _done(actor: Actor, done: Sequence[ScheduledErasure]) -> Table:
    columns = [Column(_("File")), Column(_("What went")), Column(_("By the period of")), Column(_("Erased on"))]
    rows = [
        [one.code, str(KIND_LABELS[one.kind]), period_in_words(one.months), instant(one.settled_at, actor.time_zone)]
        for one in done
        if one.settled_at
    ]
    return Table(_("Erased by the schedule"), columns, rows, caption_hidden=True)
