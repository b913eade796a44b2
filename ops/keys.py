"""``./quipu keys``: look at the stored keys, and change the one that wraps the data keys."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from app.foundation.encryption.keyring import WrongRootKey, keyring_on
from app.foundation.encryption.rotation import data_versions, rotate
from config import OWNER_ROLE, Settings
from ops.errors import OperationError
from ops.own_servers import answers, perform_with_own_servers

KEYS = """
    SELECT k.version, k.purpose, k.created_at, k.retired_at, count(d.id) AS data_keys
    FROM encryption_key k LEFT JOIN data_key d ON d.key_version = k.version
    GROUP BY k.id ORDER BY k.version
"""


def main(arguments: Sequence[str]) -> int:
    """Show or rotate the keys of this instance, running or stopped.

    Raises:
        OperationError: the root key does not open the stored keys.
    """
    parser = argparse.ArgumentParser(prog="./quipu keys", description=__doc__)
    parser.add_argument("what", choices=("show", "rotate"), help="show: versions and counts; rotate: wrap all data keys anew")
    asked = parser.parse_args(arguments)
    settings = Settings.from_environment()
    if not answers(settings):
        perform_with_own_servers("looking after the keys", "keys", *arguments)
        return 0
    with _owner(settings) as engine:
        try:
            if asked.what == "rotate":
                rotate_keys(engine, settings.root_key)
            print("\n".join(show_keys(engine, settings.root_key)))
        except WrongRootKey as error:
            raise OperationError(str(error)) from None
    return 0


def show_keys(engine: sa.Engine, root_key: bytes) -> Iterator[str]:
    """The stored keys, a line each.

    Raises:
        WrongRootKey: the root key does not open them.
    """
    with engine.connect() as connection:
        keyring_on(connection, root_key).reload()
        yield "The root key opens the stored keys."
        yield f"{'version':>7}  {'purpose':<12}{'made':<18}{'data keys':>9}  state"
        for row in connection.execute(sa.text(KEYS)):
            state = "in use" if row.retired_at is None else f"retired {row.retired_at:%Y-%m-%d %H:%M}, destroyed"
            counted = f"{row.data_keys:,}" if row.purpose == "data" else "-"
            yield f"{row.version:>7}  {row.purpose:<12}{row.created_at:%Y-%m-%d %H:%M}  {counted:>9}  {state}"
        if len(data_versions(connection)) > 1:
            yield "A rotation was broken off: ./quipu keys rotate finishes it. Everything can be read meanwhile."


def rotate_keys(engine: sa.Engine, root_key: bytes) -> None:
    version = rotate(engine, root_key, _show_progress)
    print(f"\rAll data keys are wrapped by version {version}; the one before is destroyed.{' ' * 20}")


def _show_progress(waiting: int) -> None:
    if sys.stdout.isatty():
        print(f"\r{waiting:,} data keys to go ...{' ' * 10}", end="", flush=True)


@contextmanager
def _owner(settings: Settings) -> Iterator[sa.Engine]:
    # Row-level security shows the owner of the tables all rows because it says so.
    options = {"options": "-c quipu.kind=owner"}
    engine = sa.create_engine(
        settings.database_url(OWNER_ROLE), poolclass=sa.NullPool, hide_parameters=True, connect_args=options
    )
    try:
        yield engine
    finally:
        engine.dispose()
