"""Commands that need the database of this instance while Quipu may be stopped."""

from __future__ import annotations

import os

import psycopg

from config import OWNER_ROLE, Settings, state_folder
from ops.address import choose_address
from ops.errors import OperationError
from ops.instance import Instance, supervised
from ops.roles import libpq_url
from ops.state import InstanceKind, ensure_secrets, read_kind


def answers(settings: Settings) -> bool:
    """Whether the database of this instance takes connections."""
    try:
        psycopg.connect(libpq_url(settings.database_url(OWNER_ROLE)), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def perform_with_own_servers(purpose: str, *command: str) -> None:
    """Quipu is not running: start its servers for the time of one command of ``./quipu``.

    Raises:
        OperationError: the server is the operator's own and does not answer, or the command failed.
    """
    if os.environ.get("DATABASE_URL"):
        raise OperationError("The server of DATABASE_URL does not answer. Start it, or mend the address.")
    state = state_folder(os.environ)
    kind = read_kind(state) or InstanceKind.DEMO
    with supervised(state) as (supervisor, log):
        instance = Instance(state, kind, ensure_secrets(state), choose_address(os.environ, kind), os.environ)
        instance.start_servers(supervisor, log)
        instance.perform(supervisor, "preparing the database", "prepare")
        instance.perform(supervisor, purpose, *command)
