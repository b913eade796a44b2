"""Every column says who may see it; every constraint has a name; the models and the migrations agree."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.foundation.columns import Privacy
from app.tables import METADATA

COLUMNS = [column for table in METADATA.tables.values() for column in table.columns]
CLASSES = {privacy.value for privacy in Privacy}


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_has_a_field_class(column: sa.Column[object]) -> None:
    assert column.info.get("privacy") in CLASSES


def test_every_constraint_has_a_name() -> None:
    unnamed = [
        f"{table.name}: {constraint!r}"
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert unnamed == []


def test_instants_carry_their_time_zone() -> None:
    naive = [str(column) for column in COLUMNS if isinstance(column.type, sa.DateTime) and not column.type.timezone]
    assert naive == []


def test_names_of_instants_and_dates_tell_which_they_are() -> None:
    wrong = [
        str(column)
        for column in COLUMNS
        if (isinstance(column.type, sa.DateTime) and not column.name.endswith("_at"))
        or (isinstance(column.type, sa.Date) and not column.name.endswith(("_on", "_from", "_until", "_start", "_end")))
    ]
    assert wrong == []


def test_foreign_keys_that_pages_follow_have_an_index() -> None:
    """Each foreign key to a person, a case or a referral begins some index, so that a file opens at any volume."""
    followed = {"person", "case", "referral", "household"}
    missing = [
        f"{table.name}.{key.parent.name}"
        for table in METADATA.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in followed
        and not key.parent.name.endswith("scope_id")
        and not _begins_an_index(table, key.parent)
    ]
    assert missing == []


def _begins_an_index(table: sa.Table, column: sa.Column[object]) -> bool:
    keys = [
        constraint for constraint in table.constraints if isinstance(constraint, sa.UniqueConstraint | sa.PrimaryKeyConstraint)
    ]
    first_columns = [next(iter(one.columns), None) for one in (*table.indexes, *keys)]
    return any(first is column for first in first_columns)


def test_migrations_make_just_the_tables_of_the_models(owner_engine: sa.Engine) -> None:
    with owner_engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA)
    assert differences == []
