"""The board: the caseload of a team at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.accounts.models import Office, User
from app.accounts.permissions import Permission
from app.cases.queries import list_possible_caseworkers
from app.cases.services import record_listing
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.supervision import queries
from app.supervision.queries import Backlog, BoardCase, LoadRow
from app.supervision.queries.scope import as_supervisor, at_office

UNASSIGNED_SHOWN = 10


@dataclass(frozen=True)
class Board:
    """What the supervisor sees first.

    Attributes:
        offices: those that may be looked at; ``office_id`` is the chosen one, None for all.
        colleagues: active people who may carry a case of these offices.
        carriers: everybody who carries one, also those who no longer work here.
        unassigned: the cases that have waited longest for a caseworker.
    """

    today: date
    offices: Sequence[Office]
    office_id: UUID | None
    loads: Sequence[LoadRow]
    colleagues: Sequence[User]
    carriers: Sequence[User]
    unassigned: Sequence[BoardCase]
    silent: Backlog
    unanswered: Backlog
    returned: Backlog


def open_board(actor: Actor, office_id: UUID | None) -> Board:
    """Read the board; nine statements and one audit row.

    Raises:
        NotFound: the actor does not supervise this office.
    """
    everywhere = as_supervisor(actor)
    narrowed = at_office(everywhere, office_id)
    today = today_in(actor.time_zone)
    loads = queries.list_loads(narrowed, today)
    unanswered, returned = queries.count_answers(narrowed)
    board = Board(
        today=today,
        offices=queries.list_offices_of(everywhere),
        office_id=office_id,
        loads=loads,
        colleagues=list_possible_caseworkers(narrowed, narrowed.offices_for(Permission.VIEW_CASE)),
        carriers=queries.list_people({row.caseworker_id for row in loads if row.caseworker_id}),
        unassigned=queries.list_longest_unassigned(narrowed, most=UNASSIGNED_SHOWN),
        silent=queries.count_silent(narrowed, today),
        unanswered=unanswered,
        returned=returned,
    )
    record_listing(actor, len(board.unassigned))
    return board
