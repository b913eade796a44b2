"""The database session and the base of all models."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.foundation.ids import new_id

NAMES_OF_CONSTRAINTS = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What all tables share: a UUIDv7 key, named constraints, text for strings, time zones on instants."""

    metadata = sa.MetaData(naming_convention=NAMES_OF_CONSTRAINTS)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: sa.Text(),
        datetime: sa.DateTime(timezone=True),
        UUID: postgresql.UUID(as_uuid=True),
        list[str]: postgresql.ARRAY(sa.Text()),
        dict[str, Any]: postgresql.JSONB(),
    }

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=new_id, server_default=sa.text("uuidv7()"), info={"privacy": "P0"}, sort_order=-10
    )


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True, session_options={"expire_on_commit": False})
"""Sessions and engines. Models derive from ``Base``, which stays plain SQLAlchemy."""
