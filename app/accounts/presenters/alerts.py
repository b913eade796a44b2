"""Alerts as a list and as a page: who, what, how many, when; and what the review found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts import policies
from app.audit.enums import AlertKind
from app.audit.labels import ALERT_LABELS, OUTCOME_LABELS
from app.foundation.actor import Actor
from app.foundation.clock import date_in
from app.web.filters import clock, instant
from app.web.page_parts import Column, Link, SummaryRow, Table, Tag
from app.web.time_zones import when_words

if TYPE_CHECKING:
    from app.audit.models import AuditAlert


@dataclass(frozen=True, kw_only=True)
class AlertPage:
    """One alert. ``may_review`` is False for whom it is about; what was found stands in place of the form once it is reviewed."""

    title: str
    facts: Sequence[SummaryRow]
    trail: Link
    is_reviewed: bool
    may_review: bool


def alerts_table(alerts: Sequence[AuditAlert], names: Mapping[UUID, str], *, time_zone: str) -> Table:
    """A line for each alert.

    Args:
        names: of the users they are about, by id.
        time_zone: of the reader's office.
    """
    return Table(
        caption=_("Alerts"),
        caption_hidden=True,
        columns=[
            Column(_("What")),
            Column(_("Who")),
            Column(when_words(time_zone)),
            Column(_("How many"), kind="number"),
            Column(_("Review")),
        ],
        rows=[_row(alert, names, time_zone) for alert in alerts],
    )


def alert_page(actor: Actor, alert: AuditAlert, names: Mapping[UUID, str]) -> AlertPage:
    """The page of one alert, in the time of the reader's office."""
    day = date_in(alert.window_started_at, actor.time_zone)
    whose = "subject" if alert.kind is AlertKind.REFUSED_SIGN_INS else "actor"
    narrowed: dict[str, Any] = {whose: alert.actor_id, "day-day": day.day, "day-month": day.month, "day-year": day.year}
    return AlertPage(
        title=str(ALERT_LABELS[alert.kind]),
        facts=[*_facts(alert, names, actor.time_zone), *_review(alert, names, actor.time_zone)],
        trail=Link(_("What they did that day"), url_for("accounts.list_audit", **narrowed)),
        is_reviewed=alert.reviewed_at is not None,
        may_review=policies.can_review(actor, alert),
    )


def _row(alert: AuditAlert, names: Mapping[UUID, str], time_zone: str) -> list[object]:
    return [
        Link(str(ALERT_LABELS[alert.kind]), url_for("accounts.show_alert", alert_id=alert.id)),
        _name(alert.actor_id, names),
        instant(alert.window_started_at, time_zone),
        alert.count,
        Tag(_("Reviewed"), "good") if alert.reviewed_at else Tag(_("Waits for a review"), "due"),
    ]


def _facts(alert: AuditAlert, names: Mapping[UUID, str], time_zone: str) -> list[SummaryRow]:
    started, ended = instant(alert.window_started_at, time_zone), clock(alert.window_ended_at, time_zone)
    return [
        SummaryRow(_("Who"), _name(alert.actor_id, names)),
        SummaryRow(when_words(time_zone), _("%(start)s to %(end)s", start=started, end=ended)),
        SummaryRow(_("How many"), _count_in_words(alert)),
        SummaryRow(_("Raised"), instant(alert.raised_at, time_zone)),
    ]


def _count_in_words(alert: AuditAlert) -> str:
    if alert.kind is AlertKind.MANY_FILES:
        return str(ngettext("%(num)s different file", "%(num)s different files", alert.count))
    if alert.kind is AlertKind.REFUSED_SIGN_INS:
        return str(ngettext("%(num)s refused sign-in", "%(num)s refused sign-ins", alert.count))
    return str(ngettext("%(num)s different record", "%(num)s different records", alert.count))


def _review(alert: AuditAlert, names: Mapping[UUID, str], time_zone: str) -> list[SummaryRow]:
    if alert.reviewed_at is None or alert.reviewed_by is None or alert.outcome is None:
        return []
    by = _("%(name)s, %(when)s", name=_name(alert.reviewed_by, names), when=instant(alert.reviewed_at, time_zone))
    return [
        SummaryRow(_("Reviewed"), by),
        SummaryRow(_("What was found"), str(OUTCOME_LABELS[alert.outcome])),
        SummaryRow(_("In their words"), alert.review),
    ]


def _name(user_id: UUID, names: Mapping[UUID, str]) -> str:
    return names.get(user_id) or str(_("A partner, by link"))
