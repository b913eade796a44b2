"""No column about somebody is forgotten: each is told to its person, and each has its fate when they are erased."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.models import User
from app.accounts.permissions import Role
from app.data_protection import inventory
from app.data_protection.services import read_held
from app.foundation.actor import Actor
from app.foundation.columns import Privacy
from app.foundation.held_data import Fate
from app.people.models import Person
from app.tables import METADATA
from tests.conftest import actor_of
from tests.data_protection.conftest import restrict_to

pytestmark = pytest.mark.usefixtures("relative", "case", "referral", "seen_in_emergency", "restriction")
"""Something is held in every column."""


def with_a_made_up_column() -> sa.MetaData:
    """The tables as they are, and one column that nobody has thought of."""
    copy = sa.MetaData(naming_convention=METADATA.naming_convention)
    for table in METADATA.sorted_tables:
        table.to_metadata(copy)
    copy.tables["case_note"].append_column(sa.Column("diary_sealed", sa.LargeBinary, info={"privacy": Privacy.NARRATIVE.value}))
    return copy


def told_of_restricted(session: Session, person: Person) -> set[str]:
    """The same once the file is restricted, and who asks was named."""
    reader = session.get_one(User, actor_of(Role.CASEWORKER, person.office).id)
    restrict_to(reader.id, person)
    return told_to(person, actor_for(reader))


def told_to(person: Person, reader: Actor | None = None) -> set[str]:
    held = read_held(reader or actor_of(Role.CASEWORKER, person.office), person.id)
    facts = [fact for part in held.parts for record in part.records for fact in record.facts]
    return {column for fact in facts if fact.value is not None for column in fact.columns}


def test_every_column_about_somebody_has_its_fate() -> None:
    assert inventory.without_fate(METADATA) == set()
    assert inventory.FATES.keys() - inventory.columns_about_somebody(METADATA) == set(), "a fate of a column that is gone"


def test_every_column_about_somebody_is_told_to_them(session: Session, person: Person) -> None:
    assert inventory.not_told(METADATA, told_to(person) | told_of_restricted(session, person)) == set()


def test_a_made_up_column_is_noticed_by_both(session: Session, person: Person) -> None:
    metadata = with_a_made_up_column()
    assert inventory.without_fate(metadata) == {"case_note.diary_sealed"}
    told = told_to(person) | told_of_restricted(session, person)
    assert inventory.not_told(metadata, told) == {"case_note.diary_sealed"}


def test_what_is_said_to_be_unreadable_is_sealed_under_a_key_that_goes() -> None:
    sealed_under = {
        f"{table.name}.{column.name}": column.info["sealed"]
        for table in METADATA.sorted_tables
        for column in table.columns
        if "sealed" in column.info
    }
    unreadable = {column for column, fate in inventory.FATES.items() if fate is Fate.UNREADABLE}
    assert {sealed_under.get(column) for column in unreadable} <= {"id", "person_id", "case_id", "record_id"}
