"""Two files that were one person: merged, and taken apart again."""

from __future__ import annotations

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None: ...


def downgrade() -> None: ...
