"""Keys by which the same person is found again, how common names are, and what was decided about a pair."""

from __future__ import annotations

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None: ...


def downgrade() -> None: ...
