"""Keys and eras of the seals: what a new instance and a restored database need before anything is written."""

from __future__ import annotations

import psycopg
from psycopg import sql

from app.audit.sealing.keys import KEY_NAME, load_key, make_key
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.sealer import Sealer, comes_from_elsewhere
from config import AUDIT_ROLE, OWNER_ROLE, Settings
from ops.errors import OperationError


def prepare_seals(settings: Settings) -> None:
    """Make the key of a new instance, and begin an era where the database came from another server.

    Raises:
        OperationError: seals were made already, and their key is gone.
    """
    with psycopg.connect(settings.libpq_url(AUDIT_ROLE), autocommit=True, connect_timeout=10) as connection:
        was_sealed = connection.execute("SELECT EXISTS (SELECT FROM audit_seal)").fetchone() == (True,)
        came_from_elsewhere = comes_from_elsewhere(connection)
    if was_sealed and not (settings.key_folder / KEY_NAME).exists():
        raise OperationError(f"{settings.key_folder / KEY_NAME} is missing: bring it back from the backup.")
    make_key(settings.key_folder)
    if came_from_elsewhere:
        begin_era(settings)


def begin_era(settings: Settings) -> int | None:
    """Seal all that a restored database holds, and let new rows stand in the next era; gives its number.

    None where the database goes on from its last seal, and no era is needed.

    For the moment between a restore and the first start: transaction ids begin anew in another server, and rows written
    meanwhile would stand in ranges that are sealed. Killed anywhere, it can be run again.
    """
    key = load_key(settings.key_folder)
    with psycopg.connect(settings.libpq_url(AUDIT_ROLE), autocommit=True, connect_timeout=10) as connection:
        era = Sealer(connection, Ledger(settings.audit_file), key).close_era()
    if era is None:
        return None
    with psycopg.connect(settings.libpq_url(OWNER_ROLE), autocommit=True, connect_timeout=10) as connection:
        connection.execute(sql.SQL("ALTER TABLE audit_event ALTER COLUMN era SET DEFAULT {}").format(sql.Literal(era)))
    return era
