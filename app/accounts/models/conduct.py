"""The code of conduct: who accepted which version, and when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.foundation.clock import now
from app.foundation.columns import public
from app.foundation.database import Base


class ConductAcceptance(Base):
    """One version accepted by one user, in the language in which they read it."""

    __tablename__ = "conduct_acceptance"
    __table_args__ = (sa.UniqueConstraint("user_id", "version", name="uq_conduct_acceptance_user_id_version"),)

    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    version: Mapped[int] = public(sa.SmallInteger)
    locale: Mapped[str] = public()
    accepted_at: Mapped[datetime] = public(default=now)
