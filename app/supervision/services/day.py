"""One's own day. It names persons, so reading it is written down with its count."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.accounts.models import BreakGlass
from app.accounts.permissions import Permission
from app.accounts.queries import Cover, list_covers_of
from app.cases.queries import (
    ChildTask,
    Renewal,
    first_renewals,
    list_child_tasks,
    list_children_of_offices,
    page_of_new_children,
    page_of_waiting_children,
)
from app.cases.services import record_listing
from app.emergency import queries as emergency_queries
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.drafts import KeptDraft, list_drafts
from app.foundation.pagination import Page
from app.people.queries import count_waiting_by_night
from app.referrals import queries as referral_queries
from app.referrals.models import Referral
from app.supervision import queries
from app.supervision.queries import DayCase, DayCounts
from app.supervision.queries.scope import as_supervisor

MOST_IN_A_GROUP = 5


@dataclass(frozen=True)
class CoveredDay:
    """What the work of an absent colleague asks of whoever covers it, until ``last_day``."""

    name: str
    user_id: UUID
    last_day: date
    cases: Sequence[DayCase]
    counts: DayCounts
    children: Sequence[ChildTask] = ()


@dataclass(frozen=True)
class Day:
    """What somebody's work asks of them today.

    Attributes:
        today: the date at their office.
        cases: the most pressing of their cases; ``counts`` has all of them.
        children: those in one's own cases, or registered by oneself, of whom it has to be recorded who answers for them.
        children_reviewed: those registered lately at the offices that the user supervises, beside their own.
        children_waiting: how many were registered longer ago, as of last night.
        returned: answers of partners that the persons do not know yet; ``answered_at`` by their ids.
        unanswered: referrals whose window has passed.
        emergencies: files of the user's work that others read in an emergency, not seen yet.
        covered: the days of the colleagues whom they cover.
        drafts: the forms that they began and did not finish.
        renewals: the first of the consents that persons of their cases have to be asked for again.
    """

    today: date
    cases: Sequence[DayCase]
    counts: DayCounts
    returned: Sequence[Referral]
    answered_at: Mapping[UUID, datetime]
    unanswered: Sequence[Referral]
    emergencies: Sequence[BreakGlass]
    covered: Sequence[CoveredDay] = ()
    children: Sequence[ChildTask] = ()
    children_reviewed: Sequence[ChildTask] = ()
    children_waiting: int = 0
    drafts: Sequence[KeptDraft] = ()
    renewals: Sequence[Renewal] = ()


def open_day(actor: Actor) -> Day:
    """Read the day of a signed-in user; at most fourteen statements, four more for each covered colleague, and one audit row."""
    assert actor.id is not None  # noqa: S101 - only users have a day
    today = today_in(actor.time_zone)
    returned = referral_queries.list_answers_to_tell(actor, actor.id)
    children = list_child_tasks(actor, actor.id)
    day = Day(
        today=today,
        cases=queries.list_cases_of(actor, actor.id, today, most=MOST_IN_A_GROUP),
        counts=queries.count_cases_of(actor, actor.id, today),
        returned=returned,
        answered_at=queries.list_times_of_answers([referral.id for referral in returned]) if returned else {},
        unanswered=referral_queries.list_unanswered(actor, actor.id),
        emergencies=emergency_queries.list_unseen(actor),
        covered=[_covered(actor, cover, today) for cover in list_covers_of(actor)],
        children=children,
        children_reviewed=_reviewed(actor, but={task.person_id for task in children}),
        children_waiting=_waiting(actor),
        drafts=list_drafts(actor),
        renewals=first_renewals(actor, actor.id, most=MOST_IN_A_GROUP),
    )
    of_others = sum(len(covered.cases) + len(covered.children) for covered in day.covered)
    own = (
        len(day.cases)
        + len(day.children)
        + len(day.children_reviewed)
        + len(day.returned)
        + len(day.unanswered)
        + len(day.renewals)
    )
    record_listing(actor, own + of_others)
    return day


def open_new_children(actor: Actor, page: int | None) -> Page[ChildTask]:
    """The children registered lately at the supervised offices of whom it has to be recorded who answers; with an audit row."""
    offices = actor.offices_for(Permission.REVIEW_CASELOAD)
    return _written_down(actor, page_of_new_children(as_supervisor(actor), offices, page))


def open_waiting_children(actor: Actor, page: int | None) -> Page[ChildTask]:
    """The same of those registered longer ago."""
    offices = actor.offices_for(Permission.REVIEW_CASELOAD)
    return _written_down(actor, page_of_waiting_children(as_supervisor(actor), offices, page))


def _written_down(actor: Actor, found: Page[ChildTask]) -> Page[ChildTask]:
    record_listing(actor, len(found.rows))
    return found


def _waiting(actor: Actor) -> int:
    if not actor.may(Permission.REVIEW_CASELOAD):
        return 0
    return count_waiting_by_night(as_supervisor(actor), actor.offices_for(Permission.REVIEW_CASELOAD))


def _reviewed(actor: Actor, *, but: Collection[UUID]) -> list[ChildTask]:
    if not actor.may(Permission.REVIEW_CASELOAD):
        return []
    offices = actor.offices_for(Permission.REVIEW_CASELOAD)
    tasks = list_children_of_offices(as_supervisor(actor), offices)
    return [task for task in tasks if task.person_id not in but]


def _covered(actor: Actor, cover: Cover, today: date) -> CoveredDay:
    absent = cover.covered
    return CoveredDay(
        name=absent.name,
        user_id=absent.id,
        last_day=cover.last_day,
        cases=queries.list_cases_of(actor, absent.id, today, most=MOST_IN_A_GROUP),
        counts=queries.count_cases_of(actor, absent.id, today),
        children=list_child_tasks(actor, absent.id),
    )
