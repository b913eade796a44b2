"""The search knows whole names, words run together and births: a second column in its index, which is made anew.

Making the index reads each person once (a million in half a minute) and holds the table for writing meanwhile.
"""

from __future__ import annotations

from alembic import op

from migrations import finding_by_birth, other_names
from migrations.row_security import as_gate

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INDEX = "CREATE INDEX ix_person_search_keys ON person USING gin ({columns}) WITH (fastupdate = off)"


def upgrade() -> None:
    op.execute(finding_by_birth.SEARCH_MARKS)
    make_index(f"search_keys, {finding_by_birth.MARKS}")
    op.execute(finding_by_birth.ALL_OF)
    op.execute(finding_by_birth.NAME_CONDITION)
    op.execute(finding_by_birth.WAYS_TO_WRITE)
    change_search(finding_by_birth.EARLIER_FIND_SIGNATURE, finding_by_birth.FIND_PEOPLE, finding_by_birth.FIND_SIGNATURE)


def downgrade() -> None:
    earlier = other_names.FIND_PEOPLE.replace("CREATE OR REPLACE", "CREATE", 1)
    change_search(finding_by_birth.FIND_SIGNATURE, earlier, finding_by_birth.EARLIER_FIND_SIGNATURE)
    op.execute("DROP FUNCTION quipu_ways_to_write(text[], integer)")
    op.execute(finding_by_birth.EARLIER_NAME_CONDITION)
    op.execute("DROP FUNCTION quipu_all_of(text, text)")
    make_index("search_keys")
    op.execute(f"DROP FUNCTION {finding_by_birth.MARKS_SIGNATURE}")


def make_index(columns: str) -> None:
    op.execute("DROP INDEX ix_person_search_keys")
    op.execute(INDEX.format(columns=columns))


def change_search(old: str, function: str, new: str) -> None:
    with as_gate():
        op.execute(f"DROP FUNCTION {old}")
        op.execute(function)
        op.execute(f"REVOKE EXECUTE ON FUNCTION {new} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {new} TO app_rw, app_job, SESSION_USER")
