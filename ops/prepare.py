"""What stands between a running database and the first page: migrations, login roles, catalogue, demo operation.

A process of its own, so that the supervisor stays small and answers signals meanwhile.
"""

from __future__ import annotations

import sqlalchemy as sa

from app import create_app
from app.catalogue.services.seeding import load_seeds
from app.foundation import heartbeat
from app.foundation.database import db
from app.foundation.encryption.keyring import WrongRootKey, ensure_keys
from app.foundation.transactions import transaction
from config import OWNER_ROLE, Settings
from ops.audit.eras import prepare_seals
from ops.bootstrap.progress import step
from ops.errors import OperationError
from ops.migrate import migrate, pending_migrations
from ops.roles import let_roles_log_in


def main(_arguments: list[str]) -> int:
    settings = Settings.from_environment(database_role="app_job")
    if pending := pending_migrations(settings):
        with step(f"Applying {len(pending)} migrations"):
            migrate(settings)
    let_roles_log_in(settings)
    make_first_keys(settings)
    prepare_seals(settings)
    forget_signs_of_life(settings)
    load_catalogue(settings)
    if settings.demo and not (settings.state / "demo-accounts.json").exists():
        load_demo(settings)
    return 0


def make_first_keys(settings: Settings) -> None:
    """Make the keys that a new instance lacks, and see that the root key opens those of an older one.

    Raises:
        OperationError: it does not.
    """
    engine = sa.create_engine(settings.database_url(OWNER_ROLE), poolclass=sa.NullPool)
    try:
        with engine.begin() as connection:
            ensure_keys(connection, settings.root_key)
    except WrongRootKey as error:
        raise OperationError(str(error)) from None


def forget_signs_of_life(settings: Settings) -> None:
    """What an earlier run left in the broker must not make a process look alive that has not started yet."""
    with heartbeat.connect(settings.redis_url) as client:
        for key in client.scan_iter("quipu:alive:*"):
            client.delete(key)


def load_catalogue(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        with transaction():
            changed = load_seeds()
        db.engine.dispose()
    if changed:
        print(f"Catalogue loaded: {changed} entries")


def load_demo(settings: Settings) -> None:
    from ops.demo import load_demo_operation

    with step("Loading the demo operation"):
        load_demo_operation(settings)
