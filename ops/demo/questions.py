"""Two offices of one country that may know the same woman: one has asked already, about another it can be tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.permissions import Role
from app.foundation.database import db
from app.foundation.partial_date import PartialDate
from app.people.enums import PopulationType, Sex
from app.people.services import NewPerson, ask_about_person, register_person
from ops.demo.families import as_at_the_door
from ops.demo.operation import Account

ASKED_ABOUT = NewPerson(
    given_names="Yorgelis Mariana",
    surname_1="Chourio",
    surname_2="Landaeta",
    sex=Sex.FEMALE,
    birth=PartialDate(1996, 8, 23),
    nationalities=("VEN",),
    population_type=PopulationType.IN_TRANSIT,
)
TO_TRY = replace(
    ASKED_ABOUT, given_names="Dayerlin Josefina", surname_1="Petit", surname_2="Urdaneta", birth=PartialDate(1991, 5, 3)
)
"""Registered at the second office only: ``README.md`` says how to ask for her from the first."""


def ask_each_other(accounts: Sequence[Account]) -> None:
    """Write the people and the question into the present transaction, where two offices of one country have accounts."""
    workers = [_user(account.email) for account in accounts if account.role == Role.CASEWORKER]
    here = workers[0]
    there = next((user for user in workers[1:] if _country(user) == _country(here)), None)
    if there is None:
        return
    actor = as_at_the_door(there)
    for person in (ASKED_ABOUT, TO_TRY):
        register_person(actor, person)
    actor = as_at_the_door(here)
    again = register_person(actor, replace(ASKED_ABOUT, given_names="Yorgelys Mariana", surname_2=None))
    assert there.office_id is not None  # noqa: S101 - a caseworker of the demo works at an office
    ask_about_person(actor, again.id, there.office_id, has_agreed=True)


def _country(user: User) -> str | None:
    return user.office.country if user.office else None


def _user(email: str) -> User:
    return db.session.scalars(sa.select(User).where(User.email == email).options(joinedload(User.office))).one()
