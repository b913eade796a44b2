"""Runs migrations as the owner of the database, each in a transaction of its own, with a short lock timeout."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, pool, text

from app.tables import METADATA
from config import OWNER_ROLE, Settings


def run() -> None:
    url = context.config.attributes.get("database_url") or Settings.from_environment().database_url(OWNER_ROLE)
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        # A migration that cannot get its lock at once must not make every page wait behind it.
        connection.execute(text("SET lock_timeout = '5s'"))
        # What a migration changes in rows is seen through row-level security, which asks also the owner for a context.
        connection.execute(text("SELECT set_config('quipu.kind', 'owner', false)"))
        connection.commit()
        context.configure(connection=connection, target_metadata=METADATA, transaction_per_migration=True, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()


run()
