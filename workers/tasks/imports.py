"""Importing people: processes of many transactions, each of which may be the last before the worker is killed.

Each works for a few minutes and then asks for its own continuation, so that a large file neither meets the time limit of a job
nor keeps others waiting for long.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from uuid import UUID

import sqlalchemy as sa
import structlog

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.jobs import enqueue
from app.foundation.transactions import transaction
from app.imports import jobs, queries, services
from app.imports.columns import headings
from app.imports.enums import Fault, ImportStatus, PieceKind, TableFormat
from app.imports.reading import Heading, Line, Tail, Unreadable, read_rows
from workers.base_task import outbox_job, outbox_process

TRY_AGAIN = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
"""The database is away or busy: the outbox tries again by itself. Any other fault needs somebody to look."""
LONGEST_TURN_SECONDS = 200
RIGHTS = frozenset({Permission.IMPORT_PEOPLE, Permission.REGISTER_PERSON, Permission.VIEW_CATALOGUE})


@outbox_process(jobs.READ, may=RIGHTS)
def read_import(actor: Actor, *, import_id: str) -> None:
    """Take a file apart into pieces of rows; begins anew where it was interrupted."""
    _or_fail(actor, UUID(import_id), lambda: _read(actor, UUID(import_id)))


@outbox_process(jobs.CHECK, may=RIGHTS)
def check_import(actor: Actor, *, import_id: str, helper: int) -> None:
    """Check pieces, then compare them; goes on from whatever is done already."""
    _or_fail(actor, UUID(import_id), lambda: _check(actor, UUID(import_id), helper))


@outbox_process(jobs.ENTER, may=RIGHTS)
def enter_import(actor: Actor, *, import_id: str, helper: int) -> None:
    """Register the people of pieces; goes on from whatever is entered already."""
    brought_id = UUID(import_id)
    with transaction():
        is_open = services.prepare_entering(actor, brought_id)
    if not is_open:
        return
    if not _work_off(lambda: services.enter_next_piece(actor, brought_id)):
        _ask_again(actor, jobs.ENTER, brought_id, helper)
        return
    with transaction():
        services.finish_entering(actor, brought_id)


@outbox_job(jobs.EXPIRE, may=RIGHTS)
def expire_imports(actor: Actor) -> None:
    services.expire_imports(actor)


def _read(actor: Actor, import_id: UUID) -> None:
    with transaction():
        brought = services.begin_reading(actor, import_id)
        parts = queries.count_pieces(import_id, PieceKind.ORIGINAL)
    if brought is None:
        return
    lines: list[bytes] = []
    number = count()
    for said in read_rows(_parts(import_id, parts), TableFormat(brought.format), headings=list(headings())):
        if isinstance(said, Heading):
            with transaction():
                services.keep_heading(actor, import_id, said.cells)
        elif isinstance(said, Line):
            lines.append(said.json)
        if lines and (isinstance(said, Tail) or len(lines) == services.ROWS_IN_A_PIECE):
            with transaction():
                is_wanted = services.keep_lines(actor, import_id, next(number), lines)
            lines = []
            if not is_wanted:
                return
        if isinstance(said, Tail):
            with transaction():
                services.finish_reading(actor, import_id, said)


def _parts(import_id: UUID, parts: int) -> Iterator[bytes]:
    for number in range(parts):
        with transaction():
            part = services.read_part(import_id, number)
        yield part


def _check(actor: Actor, import_id: UUID, helper: int) -> None:
    with transaction():
        brought = queries.lock_import(actor, import_id)
        if brought is None or brought.status != ImportStatus.CHECKING:
            return
        checker = services.checker_of(actor, brought)
    is_done = _work_off(lambda: services.check_next_piece(actor, import_id, checker))
    if is_done:
        with transaction():
            services.begin_comparing(actor, import_id)
        is_done = _work_off(lambda: services.compare_next_pieces(actor, import_id))
    if not is_done:
        _ask_again(actor, jobs.CHECK, import_id, helper)
        return
    with transaction():
        services.offer_for_review(actor, import_id)


def _work_off(work: Callable[[], bool]) -> bool:
    """Do pieces, each in a transaction; False when the time is up before all are done."""
    ends = time.monotonic() + LONGEST_TURN_SECONDS
    while time.monotonic() < ends:
        with _without_looking_for_cycles(), transaction():
            if not work():
                return True
    return False


@contextmanager
def _without_looking_for_cycles() -> Iterator[None]:
    """For one piece: its objects die by themselves, and looking for cycles among them took a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _ask_again(actor: Actor, job: str, import_id: UUID, helper: int) -> None:
    with transaction():
        enqueue(job, actor=actor, import_id=import_id, helper=helper)


def _or_fail(actor: Actor, import_id: UUID, work: Callable[[], None]) -> None:
    """Whatever stops the work, the page says so."""
    try:
        work()
    except Unreadable as refusal:
        with transaction():
            services.fail_import(actor, import_id, refusal.fault, refusal.detail)
    except TRY_AGAIN:
        raise
    except Exception as error:  # a fault of ours: nobody is registered, and somebody has to look
        structlog.get_logger().error("import stopped", error=type(error).__name__)
        with transaction():
            services.fail_import(actor, import_id, Fault.STOPPED, {})
