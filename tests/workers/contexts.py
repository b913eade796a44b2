"""What a connection of its own says before it touches files."""

from __future__ import annotations

import sqlalchemy as sa

AS_SYSTEM = sa.text("SELECT quipu_enter('system', NULL)")
