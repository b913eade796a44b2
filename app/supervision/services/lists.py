"""The lists behind the numbers of the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.cases.queries import CaseFilter, list_cases, list_possible_caseworkers
from app.cases.services import record_listing
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import NotFound
from app.foundation.pagination import Page
from app.referrals import queries as referral_queries
from app.referrals.enums import Shown
from app.referrals.models import Referral
from app.supervision import queries
from app.supervision.enums import WorkList
from app.supervision.queries import BoardCase, ReturnedAnswer
from app.supervision.queries.scope import as_supervisor, at_office


@dataclass(frozen=True)
class CaseLine:
    """A case with the day that put it on the list: due since, silent since, or opened on."""

    case: BoardCase
    since: date | None


@dataclass(frozen=True)
class WorkPage:
    """One page of one list; it holds cases, answers or referrals, as the list is."""

    which: WorkList
    today: date
    cases: Page[CaseLine] | None = None
    returned: Page[ReturnedAnswer] | None = None
    unanswered: Page[Referral] | None = None

    @property
    def page(self) -> Page[CaseLine] | Page[ReturnedAnswer] | Page[Referral]:
        found = self.cases or self.returned or self.unanswered
        assert found is not None  # noqa: S101 - one of the three is always set
        return found


def open_work_list(actor: Actor, which: WorkList, *, office_id: UUID | None, page: int | None) -> WorkPage:
    """Read a page of one list of the actor's offices.

    Raises:
        NotFound: the actor does not supervise this office.
    """
    narrowed = at_office(as_supervisor(actor), office_id)
    today = today_in(actor.time_zone)
    match which:
        case WorkList.UNASSIGNED:
            found = WorkPage(which, today, cases=_lines(narrowed, CaseFilter(unassigned=True), page, day="opened_on"))
        case WorkList.OVERDUE:
            found = WorkPage(which, today, cases=_lines(narrowed, CaseFilter(late_before=today), page, day="attention_on"))
        case WorkList.SILENT:
            silent = queries.list_silent(narrowed, today, page)
            found = WorkPage(which, today, cases=silent.map(lambda row: CaseLine(*row)))
        case WorkList.UNANSWERED:
            unanswered = referral_queries.search_referrals(narrowed, Shown.UNANSWERED, page)
            found = WorkPage(which, today, unanswered=unanswered)
        case WorkList.RETURNED:
            found = WorkPage(which, today, returned=queries.list_returned(narrowed, page))
    record_listing(actor, len(found.page.rows))
    return found


def list_work_of_colleague(actor: Actor, user_id: UUID, page: int | None) -> tuple[User, Page[CaseLine]]:
    """A page of the cases that one colleague carries in the actor's offices, most pressing first.

    Raises:
        NotFound: nobody of that id carries a case there, or is a colleague of these offices.
    """
    narrowed = as_supervisor(actor)
    people: Sequence[User] = queries.list_people({user_id})
    lines = _lines(narrowed, CaseFilter(caseworker_id=user_id), page, day="attention_on")
    if not people or not (lines.rows or _belongs(narrowed, user_id)):
        raise NotFound(_l("There is no such colleague in the offices that you supervise."))
    record_listing(actor, len(lines.rows))
    return people[0], lines


def _belongs(actor: Actor, user_id: UUID) -> bool:
    return any(user.id == user_id for user in list_possible_caseworkers(actor, actor.offices_for(Permission.VIEW_CASE)))


def _lines(actor: Actor, wanted: CaseFilter, page: int | None, *, day: str) -> Page[CaseLine]:
    found = list_cases(actor, wanted, page)
    cases = {case.id: case for case in queries.list_board_cases(actor, [row.id for row in found.rows])}
    return found.map(lambda row: CaseLine(cases[row.id], getattr(cases[row.id], day)))
