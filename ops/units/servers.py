"""``quipu-servers.service``: the embedded PostgreSQL and Valkey of a real instance, migrated and ready for the other units."""

from __future__ import annotations

import argparse
import os

from config import state_folder
from ops.address import NO_PAGES
from ops.errors import OperationError
from ops.instance import Instance, supervised
from ops.state import ensure_secrets, read_kind
from ops.supervisor import StopRequestedError
from ops.units import notify


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="./quipu servers", description=__doc__).parse_args(arguments)
    state = state_folder(os.environ)
    kind = read_kind(state)
    if kind is None:
        raise OperationError(f"{state} holds no instance yet: make it by ./quipu init --email E --name N.")
    with supervised(state) as (supervisor, log):
        instance = Instance(state, kind, ensure_secrets(state), NO_PAGES, os.environ)
        try:
            instance.start_servers(supervisor, log)
            instance.perform(supervisor, "preparing the database", "prepare")
            notify.ready()
            supervisor.watch()
        except StopRequestedError:
            pass
    return 0
