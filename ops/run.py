"""``./quipu run``: start Quipu and everything it needs, and keep it running until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import os

from config import state_folder
from ops.address import DEFAULT_PORT, choose_address
from ops.backup.words import HOW, LOST_KEYS, warning
from ops.instance import Instance, supervised
from ops.log_stream import LogStream
from ops.state import InstanceKind, ensure_secrets, read_kind, write_kind
from ops.supervisor import StopRequestedError


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="./quipu run", description=__doc__).parse_args(arguments)
    state = state_folder(os.environ)
    kind = read_kind(state) or InstanceKind.DEMO
    with supervised(state) as (supervisor, log):
        address = choose_address(os.environ, kind)
        instance = Instance(state, kind, ensure_secrets(state), address, os.environ)
        write_kind(state, kind)
        try:
            is_first_start = not instance.demo_accounts()
            instance.start_servers(supervisor, log)
            instance.perform(supervisor, "preparing the database", "prepare")
            instance.start_programs(supervisor, log)
            welcome(instance, log, is_first_start=is_first_start)
            with instance.published():
                supervisor.watch()
        except StopRequestedError:
            pass
        log.say("Stopping ...")
    print("Quipu has stopped.")
    return 0


def welcome(instance: Instance, log: LogStream, *, is_first_start: bool) -> None:
    """Say where Quipu is, and how to get in."""
    if instance.address.port != DEFAULT_PORT and not instance.environ.get("QUIPU_PORT"):
        log.say(f"Port {DEFAULT_PORT} is taken by another program; this instance uses {instance.address.port}.")
    log.say(f"Quipu is ready at {instance.public_url}")
    if instance.kind is InstanceKind.DEMO:
        log.show(demo_words(instance, with_passwords=is_first_start))
    if instance.public_url.startswith("http://"):
        log.show("Plain HTTP: what browsers send is not encrypted. Use it on this machine only; for others, put TLS in front.")
    if instance.kind is not InstanceKind.DEMO and (found := warning(instance.state)):
        log.say(f"Caution: {found}. {HOW} {LOST_KEYS}")
    log.show("Ctrl-C stops it.")


def demo_words(instance: Instance, *, with_passwords: bool) -> str:
    """The demo's accounts as a table. Passwords are printed once; afterwards the file holds them."""
    columns = ["role", "office", "email", *(["password"] if with_passwords else [])]
    rows = [[account.get(column) or "" for column in columns] for account in instance.demo_accounts()]
    widths = [max(len(row[index]) for row in rows) for index in range(len(columns))] if rows else []
    lines = ["  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    where = "Passwords are kept in" if not with_passwords else "This is the only time they are printed; they are kept in"
    return "\n".join(
        [
            "",
            "Demo accounts (invented people and offices):",
            *lines,
            f"{where} {instance.demo_accounts_file}",
            "Signing in asks for a code too: ./quipu code EMAIL prints it (or put the account's totp_secret into an app).",
            f"Mails of the demo land in {instance.mail_folder}",
            "",
        ]
    )
