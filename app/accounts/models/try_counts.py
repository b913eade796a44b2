"""How often somebody tried to get in without success: kept in the database, so that no restart starts it anew."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.foundation.clock import now
from app.foundation.columns import public
from app.foundation.database import Base


class TryCount(Base):
    """The tries counted for one account, one device of an account, or one network address."""

    __tablename__ = "try_count"
    __table_args__ = (sa.Index("ix_try_count_last_tried_at", "last_tried_at"),)

    counted_for: Mapped[str] = public(unique=True)
    """Keyed digest: neither typed e-mails nor addresses are kept."""
    count: Mapped[int] = public(default=0)
    last_tried_at: Mapped[datetime] = public(default=now)
