"""People from a file, kept apart until they are confirmed."""

from __future__ import annotations

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None: ...


def downgrade() -> None: ...
