"""An aunt or an uncle who cares for a child, or whom one may turn to, is called so."""

from __future__ import annotations

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

BEFORE = (
    "parent", "grandparent", "sibling", "other_relative", "partner", "friend", "neighbour", "foster_carer", "authority", "other",
    "unknown",
)  # fmt: skip
AFTER = (*BEFORE, "aunt_uncle")
COLUMNS = (("child_care", "guardian_relation"), ("alternate_contact", "relation"))


def upgrade() -> None:
    for table, column in COLUMNS:
        _allow(table, column, AFTER)


def downgrade() -> None:
    for table, column in COLUMNS:
        op.execute(f"UPDATE {table} SET {column} = 'other_relative' WHERE {column} = 'aunt_uncle'")  # noqa: S608 - fixed names
        _allow(table, column, BEFORE)


def _allow(table: str, column: str, relations: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table)
    op.create_check_constraint(name, table, f"{column} IN ({', '.join(repr(one) for one in relations)})")
