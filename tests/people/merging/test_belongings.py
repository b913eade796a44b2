"""The list of what belongs to a person is complete: merging, its preview and undoing work from it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.people.questions import all_belongings
from app.tables import METADATA


def columns_to_person(metadata: sa.MetaData) -> set[str]:
    """``table.column`` of every column that points at a person's id."""
    return {
        f"{table.name}.{key.parent.name}"
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "person.id"
    }


@pytest.mark.usefixtures("app")
class TestBelongings:
    def test_every_column_that_points_at_a_person_is_listed_once(self) -> None:
        listed = [one.column for one in all_belongings()]
        missing = columns_to_person(METADATA) - set(listed)
        assert not missing, f"say what becomes of {sorted(missing)} when two files become one: app/people/belongings.py"
        assert sorted(listed) == sorted(columns_to_person(METADATA))

    def test_a_new_table_that_nobody_listed_would_be_found(self) -> None:
        """The control: the walk sees keys of one and of two columns, whatever their names."""
        metadata = sa.MetaData()
        sa.Table("person", metadata, sa.Column("id", sa.UUID), sa.Column("scope_id", sa.UUID))
        whom, scope = sa.Column("whom", sa.UUID), sa.Column("scope_id", sa.UUID)
        sa.Table("gift", metadata, whom, scope, sa.ForeignKeyConstraint([whom, scope], ["person.id", "person.scope_id"]))
        sa.Table("visit", metadata, sa.Column("guest_id", sa.UUID, sa.ForeignKey("person.id")))
        assert columns_to_person(metadata) == {"gift.whom", "visit.guest_id"}

    def test_the_database_knows_the_same_columns_and_lets_its_gate_move_them(self, session: Session) -> None:
        known = session.execute(
            sa.text(
                """SELECT here.table_name || '.' || here.column_name,
                    has_column_privilege('quipu_gate', here.table_name, here.column_name, 'UPDATE')
                FROM quipu_columns_of_person() AS here"""
            )
        ).all()
        assert {name for name, _may in known} == columns_to_person(METADATA)
        moving = {one.column for one in all_belongings() if one.stays is None}
        cannot = {name for name, may in known if not may and name in moving}
        assert not cannot, f"let quipu_gate move {sorted(cannot)} as migration 0022 does"

    def test_a_case_moves_before_its_services(self) -> None:
        """Who gives a service holds the case: what they write is moved once the case has been waited for."""
        listed = [one.column for one in all_belongings()]
        assert listed.index("case.person_id") < listed.index("service_delivery.person_id")
