"""A database to read from: that of the running Quipu, or one that runs for as long as the backup takes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from config import Settings
from ops.address import NO_PAGES
from ops.errors import OperationError
from ops.instance import Instance, supervised
from ops.own_servers import answers
from ops.state import InstanceKind, read_kind


@contextmanager
def servers_up(settings: Settings) -> Iterator[None]:
    """Start the embedded servers if nobody runs them.

    Raises:
        OperationError: a server of the operator's own does not answer.
    """
    if answers(settings):
        yield
        return
    if not settings.has_embedded_database:
        raise OperationError("The server of DATABASE_URL does not answer. Start it, or mend the address.")
    kind = read_kind(settings.state) or InstanceKind.REAL
    with supervised(settings.state) as (supervisor, log):
        instance = Instance(settings.state, kind, settings.secrets, NO_PAGES, os.environ)
        instance.start_servers(supervisor, log)
        yield
