"""Forms that the caseworkers began and have not finished: a person, and a crowd in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.permissions import Role
from app.foundation.database import db
from app.foundation.drafts import Typed, keep_draft
from app.foundation.ids import new_id
from ops.demo.families import as_at_the_door
from ops.demo.operation import Account

BEGUN: Sequence[tuple[str, str, Mapping[str, str]]] = (
    ("people.register", "/people/new", {"given_names": "Yorgelis", "surname_1": "Urdaneta", "sex": "female"}),
    (
        "people.register_list",
        "/people/list/new",
        {
            "nationality": "VEN", "population_type": "in_transit",
            "lines-0-given_names": "Deivis", "lines-0-surname_1": "Urdaneta", "lines-0-sex": "male", "lines-0-born": "34",
            "lines-1-given_names": "Milagros", "lines-1-surname_1": "Urdaneta", "lines-1-sex": "female", "lines-1-born": "31",
        },
    ),
)  # fmt: skip
"""Endpoint and address of each form, and what was typed into it."""


def begin_forms(accounts: Sequence[Account]) -> None:
    """Keep the drafts for each caseworker who can sign in."""
    emails = [account.email for account in accounts if account.role == Role.CASEWORKER]
    for user in db.session.scalars(sa.select(User).where(User.email.in_(emails)).order_by(User.email)).all():
        actor = as_at_the_door(user)
        for page, address, typed in BEGUN:
            fields = list(typed.items())
            keep_draft(actor, Typed(submission_id=new_id(), page=page, address=address, fields=fields, mark=new_id()))
