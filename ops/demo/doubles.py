"""Somebody of each caseworker who was registered twice, by a slip of the pen, and whose files were merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.permissions import Role
from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.database import db
from app.people import queries
from app.people.enums import MergeGround
from app.people.models import Person
from app.people.services import MergeChoice, facts_of, merge_people, register_person
from app.people.services.merging import proposed_sides
from ops.demo.families import as_at_the_door
from ops.demo.operation import Account


def merge_some(accounts: Sequence[Account]) -> None:
    """Write the examples into the present transaction."""
    for account in accounts:
        if account.role == Role.CASEWORKER:
            _merge_one(as_at_the_door(db.session.scalars(sa.select(User).where(User.email == account.email)).one()))


def _merge_one(actor: Actor) -> None:
    mine = sa.select(Person.id).join(Case, Case.person_id == Person.id).where(Case.caseworker_id == actor.id)
    open_ones = mine.where(Case.status == CaseStatus.OPEN, Case.is_restricted.is_(False), Person.surname_2.is_not(None))
    kept_id = db.session.scalar(open_ones.order_by(Case.opened_on.desc(), Case.id).limit(1))
    if kept_id is None:
        return
    kept = queries.get_person(actor, kept_id)
    said = facts_of(kept)
    twice = replace(said, surname_2=None, phone=None, languages=("es",), preferred_language="es")
    other = register_person(actor, twice)
    sides = proposed_sides(said, facts_of(other))
    choice = MergeChoice(ground=MergeGround.WRITTEN_TWICE, sides=sides, versions=(kept.version, other.version))
    merge_people(actor, kept_id, other.id, choice)
