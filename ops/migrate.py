"""The migrations of this checkout against the database of this instance, run as its owner."""

from __future__ import annotations

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from config import OWNER_ROLE, ROOT, Settings
from ops.roles import libpq_url

MIGRATIONS = ROOT / "migrations"


def migrate(settings: Settings) -> int:
    """Bring the database to the newest migration; gives how many were applied."""
    pending = pending_migrations(settings)
    if pending:
        command.upgrade(_alembic(settings), "head")
    return len(pending)


def pending_migrations(settings: Settings) -> list[str]:
    """The revisions that the database has not seen, oldest first."""
    scripts = ScriptDirectory.from_config(_alembic(settings))
    applied = _applied_revision(settings)
    newer = scripts.iterate_revisions("head", applied or "base")
    return [script.revision for script in newer][::-1]


def knows_revision(revision: str) -> bool:
    """Whether a migration of this name is among those of this checkout."""
    config = Config(str(MIGRATIONS / "alembic.ini"))
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return revision in {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _applied_revision(settings: Settings) -> str | None:
    with psycopg.connect(libpq_url(settings.database_url(OWNER_ROLE)), connect_timeout=10) as connection:
        if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


def _alembic(settings: Settings) -> Config:
    config = Config(str(MIGRATIONS / "alembic.ini"))
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["database_url"] = settings.database_url(OWNER_ROLE)
    config.attributes["root_key"] = settings.root_key
    return config
