"""What is known of a person beyond the name: contact, arrival, languages, stay, needs."""

from __future__ import annotations

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None: ...


def downgrade() -> None: ...
