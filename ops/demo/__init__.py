"""``./quipu demo``: invented people in any number, and the small operation of a demo's first start."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Sequence

import sqlalchemy as sa

from app import create_app
from app.accounts.models import Office
from app.foundation.actor import system_actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.jobs import enqueue
from app.foundation.transactions import transaction
from app.people.jobs import COUNT_CARE_BACKLOG
from config import Settings
from ops.demo.attachments import attach_sheets
from ops.demo.doubles import merge_some
from ops.demo.drafts import begin_forms
from ops.demo.families import show_families
from ops.demo.imports import bring_lists
from ops.demo.needs import tell_some_needs
from ops.demo.operation import Account, build_operation
from ops.demo.questions import ask_each_other
from ops.demo.volume import Volume, check_disk, load_volume
from ops.demo.who_sees_what import show_who_sees_what
from ops.errors import OperationError
from ops.own_servers import answers, perform_with_own_servers
from ops.roles import connect_as_owner
from ops.state import InstanceKind, read_kind, write_private_file

PEOPLE_OF_A_DEMO = 2_400
OFFICES_OF_A_DEMO = 8
DEMO_SEED = 2018
"""The year of the Declaration of Quito."""


def main(arguments: Sequence[str]) -> int:
    """Load a volume into the running instance of this state folder."""
    parser = argparse.ArgumentParser(
        prog="./quipu demo", description="Load invented people, with their cases, into this instance."
    )
    parser.add_argument("--people", type=int, default=10_000, help="how many (default: 10000)")
    parser.add_argument("--seed", type=int, default=DEMO_SEED, help="the same seed gives the same people (default: 2018)")
    asked = parser.parse_args(arguments)
    if not 1 <= asked.people <= 5_000_000:
        raise OperationError("--people takes a number from 1 to 5,000,000.")
    settings = Settings.from_environment()
    if not answers(settings):
        perform_with_own_servers("loading the people", "demo", *arguments)
        return 0
    if read_kind(settings.state) is not InstanceKind.DEMO and _has_people(settings):
        raise OperationError("This instance holds real people: invented ones are never mixed with them.")
    load_people(settings, Volume(people=asked.people, seed=asked.seed, as_of=now().date()))
    return 0


def load_demo_operation(settings: Settings) -> list[Account]:
    """Offices, accounts, directory and some people, for the first start of a demo; writes ``demo-accounts.json``."""
    app = create_app(dataclasses.replace(settings, database_role="app_rw"))
    with app.app_context():
        if db.session.scalar(sa.select(sa.func.count()).select_from(Office)):
            raise OperationError("There are offices already, and no demo-accounts.json: this is not a fresh demo.")
        with transaction():
            accounts = build_operation(OFFICES_OF_A_DEMO)
        db.engine.dispose()
    write_private_file(
        settings.state / "demo-accounts.json", json.dumps([vars(account) for account in accounts], indent=2) + "\n"
    )
    load_people(settings, Volume(people=PEOPLE_OF_A_DEMO, seed=DEMO_SEED, as_of=now().date()))
    with app.app_context():
        with transaction():
            attach_sheets({account.email for account in accounts})
            tell_some_needs(accounts)
            show_who_sees_what(accounts)
            show_families(accounts)
            merge_some(accounts)
            begin_forms(accounts)
            ask_each_other(accounts)
            bring_lists(accounts)
            enqueue(COUNT_CARE_BACKLOG, actor=system_actor("ops.demo"))
        db.engine.dispose()
    return accounts


def load_people(settings: Settings, volume: Volume) -> None:
    """Load a volume with a moving bar; the disk is looked at first."""
    check_disk(settings.state, volume.people)
    began = time.monotonic()
    with connect_as_owner(settings, autocommit=True) as connection:
        load_volume(connection, volume, _show_progress, root_key=settings.root_key)
    print(f"\r{volume.people:,} people with their cases in {time.monotonic() - began:.1f} s{' ' * 20}")


def _show_progress(done: int, total: int) -> None:
    if not sys.stdout.isatty() and done < total:
        return
    filled = round(30 * done / total)
    print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done:,} of {total:,}", end="", flush=True)


def _has_people(settings: Settings) -> bool:
    with connect_as_owner(settings) as connection:
        row = connection.execute("SELECT EXISTS (SELECT FROM person)").fetchone()
    return bool(row and row[0])


__all__ = ["PEOPLE_OF_A_DEMO", "load_demo_operation", "load_people", "main"]
