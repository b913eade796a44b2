"""A partner's link reaches no more of the person than its page shows: their row and nationalities, while the partner needs them."""

from __future__ import annotations

from alembic import op

from migrations.emergency_functions import ENTER
from migrations.row_security import as_gate, either, in_list, in_scope

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

EARLIER = "link.revoked_at IS NULL AND link.expires_at > now() AS opens"
# As docs/adr/0011 has it: while an answer is awaited or work goes on, and after a completion until the case is closed.
NEEDED = """link.revoked_at IS NULL AND link.expires_at > now()
                AND (referral.status IN ('sent', 'viewed', 'expired', 'accepted')
                    OR (referral.status = 'completed' AND "case".status <> 'closed')) AS opens"""
EARLIER_REACH = """set_config('quipu.persons', ARRAY[shared.person_id]::text, true),
                set_config('quipu.person_files', ARRAY[shared.person_id]::text, true);"""
REACH = "set_config('quipu.persons', ARRAY[shared.person_id]::text, true);"


def upgrade() -> None:
    _enter_by(ENTER.replace(EARLIER, NEEDED).replace(EARLIER_REACH, REACH))
    _show_nationalities_in("quipu.persons")


def downgrade() -> None:
    _show_nationalities_in("quipu.person_files")
    _enter_by(ENTER)


def _enter_by(function: str) -> None:
    with as_gate():
        op.execute(function.replace("SET search_path = public", "SET search_path = public, pg_temp"))  # as 0015 has it


def _show_nationalities_in(setting: str) -> None:
    """Whoever reads a person's row reads the nationalities, which are a part of it."""
    read = either(in_scope("person"), in_list("person_id", setting))
    op.execute(f"ALTER POLICY read ON person_nationality USING ({read})")
