"""A mail to a partner is a request or, once at most, says that the referral has ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE, ONCE = "referral_mail", "uq_referral_mail_ended"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("kind", sa.String(40), nullable=False, server_default="request"))
    op.create_check_constraint(op.f("ck_referral_mail_kind"), TABLE, "kind IN ('request', 'ended')")
    op.create_index(ONCE, TABLE, ["referral_id"], unique=True, postgresql_where=sa.text("kind = 'ended'"))


def downgrade() -> None:
    op.execute("DELETE FROM referral_mail WHERE kind = 'ended'")
    op.drop_index(ONCE, TABLE)
    op.drop_constraint(op.f("ck_referral_mail_kind"), TABLE)
    op.drop_column(TABLE, "kind")
