"""Two lists that a supervisor brought from a spreadsheet: one is entered, the other waits for its review."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.permissions import Role
from app.foundation.actor import Actor
from app.foundation.database import db
from app.imports import services
from app.imports.columns import headings
from app.imports.reading import Heading, Line, Tail, read_rows
from app.people.models import Person
from ops.demo.families import as_at_the_door
from ops.demo.operation import Account

Row = Sequence[str]
HEADING: Row = ("Nombres", "Primer apellido", "Segundo apellido", "Sexo", "Fecha de nacimiento", "Nacionalidad", "Situación")
ENTERED: Sequence[Row] = (
    ("Yulimar", "Zerpa", "Colmenter", "Mujer", "1990", "VEN", "En tránsito"),
    ("Wuilker", "Zerpa", "Colmenter", "Hombre", "1988", "VEN", "En tránsito"),
    ("Anyelis", "Zerpa", "Zerpa", "Mujer", "05/2017", "VEN", "En tránsito"),
)
WAITING: Sequence[Row] = (
    ("Maryuris", "Chirinos", "Zabala", "Mujer", "12/03/1994", "VEN", "En destino"),
    ("Endry", "Chirinos", "Zabala", "Hombre", "31/02/1996", "VEN", "En destino"),
)


def bring_lists(accounts: Sequence[Account]) -> None:
    """Bring both at the first office, in the present transaction; the workers read the second one after the start."""
    email = next(account.email for account in accounts if account.role == Role.SUPERVISOR)
    actor = as_at_the_door(db.session.scalars(sa.select(User).where(User.email == email)).one())
    _enter(actor, _bring(actor, ENTERED))
    _bring(actor, [*WAITING, _known(actor)])


def _known(actor: Actor) -> Row:
    """Somebody of the office once more, without the second surname."""
    of_office = sa.select(Person).where(Person.office_id == actor.office_id, Person.is_restricted.is_(False))
    with_both = of_office.where(Person.surname_2.is_not(None), Person.birth_year.is_not(None), Person.erased_at.is_(None))
    person = db.session.scalars(with_both.order_by(Person.code).limit(1)).one()
    sex = {"female": "Mujer", "male": "Hombre"}.get(person.sex.value, "Sexo sin dato")
    names = (person.given_names or "", person.surname_1 or "", "")
    return (*names, sex, str(person.birth_year), "VEN", "En tránsito")


def _bring(actor: Actor, rows: Sequence[Row]) -> UUID:
    assert actor.office_id is not None  # noqa: S101 - a supervisor of the demo works at an office
    table = io.StringIO()
    csv.writer(table).writerows([HEADING, *rows])
    content = io.BytesIO(table.getvalue().encode())
    brought = services.bring_file(actor, services.NewFile(office_id=actor.office_id, content=content, defaults={}, language="es"))
    return brought.row.id


def _enter(actor: Actor, import_id: UUID) -> None:
    """What the workers do with a list, and the supervisor in between."""
    _read(actor, import_id)
    brought = services.open_import(actor, import_id)
    checker = services.checker_of(actor, brought)
    while services.check_next_piece(actor, import_id, checker):
        pass
    services.begin_comparing(actor, import_id)
    while services.compare_next_pieces(actor, import_id):
        pass
    services.offer_for_review(actor, import_id)
    services.confirm_import(actor, import_id)
    services.prepare_entering(actor, import_id)
    while services.enter_next_piece(actor, import_id):
        pass
    services.finish_entering(actor, import_id)


def _read(actor: Actor, import_id: UUID) -> None:
    brought = services.begin_reading(actor, import_id)
    assert brought is not None  # noqa: S101 - it was brought a moment ago
    lines: list[bytes] = []
    for said in read_rows(iter([services.read_part(import_id, 0)]), brought.format, headings=list(headings())):
        if isinstance(said, Heading):
            services.keep_heading(actor, import_id, said.cells)
        elif isinstance(said, Line):
            lines.append(said.json)
        elif isinstance(said, Tail):
            services.keep_lines(actor, import_id, 0, lines)
            services.finish_reading(actor, import_id, said)
