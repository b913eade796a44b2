"""What waits for somebody beside their cases: reviews and decisions, with how many and the page where they are made."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.accounts.queries import Shown, count_access, count_open_alerts
from app.data_protection.queries import count_due, count_waiting
from app.emergency.queries import find_waiting
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people.queries import count_questions
from app.web.filters import day
from app.web.page_parts import Action, TaskRow


def rows_waiting(actor: Actor) -> list[TaskRow]:
    """A row for each kind of decision that waits for this actor; none for what their role does not decide."""
    drawn = [draw(actor) for permission, draw in DUTIES if actor.may(permission)]
    return [row for row in drawn if row is not None]


def _emergencies(actor: Actor) -> TaskRow | None:
    count, first = find_waiting(actor)
    if first is None:
        return None
    words = ngettext("%(num)s emergency access to review", "%(num)s emergency accesses to review", count)
    action = Action(_("Review emergency access"), url_for("emergency.list_uses"))
    return TaskRow(words, action, since=_("the first until %(day)s", day=day(first)))


def _questions(actor: Actor) -> TaskRow | None:
    waiting, answers = count_questions(actor)
    href = url_for("people.list_questions")
    if waiting:
        words = ngettext(
            "%(num)s question of another office about a person", "%(num)s questions of other offices about people", waiting
        )
        return TaskRow(words, Action(_("Answer other offices"), href))
    words = ngettext("%(num)s answer of another office", "%(num)s answers of other offices", answers)
    return TaskRow(words, Action(_("Read what they answer"), href)) if answers else None


def _alerts(actor: Actor) -> TaskRow | None:
    count = count_open_alerts(actor)
    words = ngettext("%(num)s alert to look into", "%(num)s alerts to look into", count)
    return TaskRow(words, Action(_("Look into alerts"), url_for("accounts.list_alerts"))) if count else None


def _erasures(actor: Actor) -> TaskRow | None:
    count = count_waiting(actor)
    words = ngettext("%(num)s request to erase a file", "%(num)s requests to erase a file", count)
    return TaskRow(words, Action(_("Decide on erasures"), url_for("data_protection.list_erasures"))) if count else None


def _asked_ends(actor: Actor) -> TaskRow | None:
    count = count_access(actor, Shown.ASKED)
    words = ngettext("A supervisor asks to end %(num)s access", "Supervisors ask to end %(num)s accesses", count)
    href = url_for("accounts.review_access", show=Shown.ASKED.value)
    return TaskRow(words, Action(_("Review these accesses"), href)) if count else None


def _ending_roles(actor: Actor) -> TaskRow | None:
    count = count_access(actor, Shown.ENDING)
    words = ngettext("%(num)s role ends within 14 days", "%(num)s roles end within 14 days", count)
    href = url_for("accounts.review_access", show=Shown.ENDING.value)
    return TaskRow(words, Action(_("Renew roles or let them end"), href)) if count else None


def _due_files(actor: Actor) -> TaskRow | None:
    count = sum(files for _office, _kind, files in count_due(actor, today_in(actor.time_zone)))
    words = ngettext("%(num)s file falls due in the next 90 days", "%(num)s files fall due in the next 90 days", count)
    return TaskRow(words, Action(_("See what falls due"), url_for("data_protection.show_retention"))) if count else None


DUTIES: tuple[tuple[Permission, Callable[[Actor], TaskRow | None]], ...] = (
    (Permission.REVIEW_BREAK_GLASS, _emergencies),
    (Permission.REGISTER_PERSON, _questions),
    (Permission.VIEW_AUDIT, _alerts),
    (Permission.DECIDE_ERASURE, _erasures),
    (Permission.END_ACCESS, _asked_ends),
    (Permission.MANAGE_ACCOUNTS, _ending_roles),
    (Permission.MANAGE_RETENTION, _due_files),
)
"""Who decides what, the most urgent first."""
