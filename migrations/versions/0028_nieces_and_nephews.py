"""A niece or a nephew has a relation of their own, and who registered somebody finds them again (docs/adr/0025)."""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BEFORE = (
    "head", "partner", "child", "parent", "sibling", "grandparent", "grandchild", "other_relative", "not_related", "unknown",
)  # fmt: skip
AFTER = (*BEFORE, "niece_nephew")
COLUMNS = (("household_member", "relation"), ("household_event", "relation"), ("household_event", "relation_before"))


def upgrade() -> None:
    for table, column in COLUMNS:
        _allow(table, column, AFTER)
    op.create_index("ix_person_registered_by", "person", ["registered_by", "registered_at"])


def downgrade() -> None:
    op.drop_index("ix_person_registered_by", table_name="person")
    for table, column in COLUMNS:
        op.execute(f"UPDATE {table} SET {column} = 'other_relative' WHERE {column} = 'niece_nephew'")  # noqa: S608 - fixed names
        _allow(table, column, BEFORE)


def _allow(table: str, column: str, relations: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table)
    op.create_check_constraint(name, table, f"{column} IN ({', '.join(repr(one) for one in relations)})")
