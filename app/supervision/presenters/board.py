"""The board of the team: five numbers with their oldest, a row for each colleague, and who waits for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.cases.enums import CaseKind
from app.foundation.actor import Actor
from app.foundation.clock import date_in
from app.supervision import policies
from app.supervision.enums import WorkList
from app.supervision.labels import WORK_LIST_LABELS
from app.supervision.presenters.lists import TickRow, tick_row
from app.supervision.presenters.words import kind_words
from app.supervision.queries import LoadRow
from app.supervision.services import Board
from app.supervision.services.lists import CaseLine
from app.web.filters import ago, number
from app.web.page_parts import Action, Column, Figure, Link, Load, Table, Tag, Tone

if TYPE_CHECKING:
    from app.accounts.models import Office, User


@dataclass(frozen=True)
class BoardPage:
    """The supervisor's first page.

    Attributes:
        offices: the choice of office, (id, name, chosen); empty when there is only one.
        unassigned: the first cases without a caseworker; ``all_unassigned`` leads to the rest.
        note: how weight and capacity are counted.
        left_behind: those who carry cases and no longer see them, each as the way to share them out.
    """

    figures: Sequence[Figure]
    offices: Sequence[tuple[str, str, bool]]
    team: Table | None
    unassigned: Sequence[TickRow]
    all_unassigned: Link | None
    note: str
    left_behind: Sequence[Link]
    cover: Action | None


def board_page(actor: Actor, board: Board) -> BoardPage:
    team = _team(board)
    nobodys = sum(row.cases for row in board.loads if row.caseworker_id is None)
    here = str(board.office_id) if board.office_id else None
    cover = Action(_("Cover a colleague"), url_for("accounts.list_covers"))
    rest = Link(_("All %(count)s unassigned cases", count=number(nobodys)), list_address(WorkList.UNASSIGNED, here))
    return BoardPage(
        figures=_figures(actor, board, nobodys),
        offices=_offices(board) if len(board.offices) > 1 else [],
        team=team if team.rows else None,
        unassigned=[tick_row(CaseLine(case, case.opened_on), board.today) for case in board.unassigned],
        all_unassigned=rest if nobodys > len(board.unassigned) else None,
        note=_(
            "A case of high risk weighs %(high)s, of medium %(medium)s, of low %(low)s. The capacity is set for each office "
            "by the administrator; %(usual)s is an assumption to correct.",
            high=3, medium=2, low=1, usual=policies.USUAL_CAPACITY,
        ),
        left_behind=_left_behind(board),
        cover=cover if actor.may(Permission.ARRANGE_COVER) else None,
    )  # fmt: skip


def list_address(which: WorkList, office: str | None) -> str:
    return url_for("supervision.list_work", which=which.value, office=office)


def _offices(board: Board) -> list[tuple[str, str, bool]]:
    everywhere = ("", str(_("All my offices")), board.office_id is None)
    return [everywhere, *((str(one.id), one.name, one.id == board.office_id) for one in board.offices)]


def _left_behind(board: Board) -> list[Link]:
    here = {user.id for user in board.colleagues}
    return [_left_by(user, board) for user in board.carriers if user.id not in here]


def _left_by(user: User, board: Board) -> Link:
    cases = sum(row.cases for row in board.loads if row.caseworker_id == user.id)
    words = ngettext(
        "%(name)s no longer works here and carries %(num)s case: reassign it",
        "%(name)s no longer works here and carries %(num)s cases: reassign them",
        cases,
        name=user.name,
    )
    return Link(words, url_for("supervision.list_work_of_colleague", user_id=user.id))


def _figures(actor: Actor, board: Board, nobodys: int) -> list[Figure]:
    overdue = sum(row.overdue for row in board.loads)
    oldest = min((row.oldest for row in board.loads if row.oldest), default=None)
    found: list[tuple[WorkList, int, date | datetime | None, Tone]] = [
        (WorkList.UNASSIGNED, nobodys, next((case.opened_on for case in board.unassigned), None), "due"),
        (WorkList.OVERDUE, overdue, oldest, "late"),
        (WorkList.SILENT, board.silent.count, board.silent.since, "danger"),
        (WorkList.UNANSWERED, board.unanswered.count, board.unanswered.since, "waiting"),
        (WorkList.RETURNED, board.returned.count, board.returned.since, "good"),
    ]
    here = str(board.office_id) if board.office_id else None
    return [_figure(actor, board, row, here) for row in found]


def _figure(actor: Actor, board: Board, row: tuple[WorkList, int, date | datetime | None, Tone], here: str | None) -> Figure:
    which, count, since, tone = row
    return Figure(
        value=number(count),
        label=str(WORK_LIST_LABELS[which]),
        href=list_address(which, here),
        detail=_oldest(actor, board, since) if count else _("none waits"),
        tone=tone if count else "neutral",
    )


def _oldest(actor: Actor, board: Board, since: date | datetime | None) -> str | None:
    if since is None:
        return None
    on = date_in(since, actor.time_zone) if isinstance(since, datetime) else since
    return str(_("the oldest %(ago)s", ago=ago(on, board.today)))


def _team(board: Board) -> Table:
    kinds = list(CaseKind)
    rows_of: dict[UUID, list[LoadRow]] = {}
    for row in board.loads:
        if row.caseworker_id is not None:
            rows_of.setdefault(row.caseworker_id, []).append(row)
    colleagues = {user.id for user in board.colleagues}
    people = {user.id: user for user in [*board.colleagues, *board.carriers]}
    capacities = {office.id: office.caseload_capacity for office in board.offices}
    members = sorted(people.values(), key=lambda user: user.name.casefold())
    return Table(
        caption=_("The team"),
        columns=[
            Column(_("Colleague")),
            Column(_("Weight of the cases")),
            *(Column(kind_words(kind), kind="number") for kind in kinds),
            Column(_("Overdue cases"), kind="number"),
        ],
        rows=[_member(user, rows_of.get(user.id, []), capacities, is_here=user.id in colleagues) for user in members],
    )


def _member(user: User, rows: Sequence[LoadRow], capacities: Mapping[Any, int], *, is_here: bool) -> list[object]:
    link = Link(user.name, url_for("supervision.list_work_of_colleague", user_id=user.id))
    gone = Tag(str(_("no longer works here")), "due")
    return [
        link if is_here else [link, gone],
        load_of(user, rows, capacities),
        *(sum(row.cases for row in rows if row.kind is kind) for kind in CaseKind),
        sum(row.overdue for row in rows),
    ]


def load_of(user: User, rows: Iterable[LoadRow], capacities: Mapping[Any, int]) -> Load:
    """The bar of one colleague."""
    return Load(user.name, policies.weight_of((row.risk, row.cases) for row in rows), capacity_of(user, capacities))


def capacity_of(user: User, capacities: Mapping[Any, int]) -> int:
    """What their own office says; the usual where that office is out of sight."""
    return capacities.get(user.office_id, policies.USUAL_CAPACITY)


def capacities_of(offices: Iterable[Office]) -> dict[UUID, int]:
    return {office.id: office.caseload_capacity for office in offices}
