"""``./quipu init``: a real, empty instance, and the one-time link by which its first administrator comes in."""

from __future__ import annotations

import argparse
import os
import sys

from flask_babel import force_locale

from app import create_app
from app.accounts.services import invite_first_administrator
from app.foundation.errors import DomainError
from app.foundation.transactions import transaction
from config import Settings, state_folder
from ops.address import choose_address
from ops.backup.words import LOST_KEYS
from ops.errors import OperationError
from ops.instance import Instance, supervised
from ops.state import InstanceKind, ensure_secrets, read_kind, write_kind


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    email = options.email or _ask("E-mail of the first administrator")
    name = options.name or _ask("Name of the first administrator")
    state = state_folder(os.environ)
    if read_kind(state) is InstanceKind.DEMO:
        raise OperationError(
            f"{state} holds a demo, and real people are never mixed with invented ones: name another QUIPU_STATE."
        )
    with supervised(state) as (supervisor, log):
        # Chosen here, so that the link leads to the address that ./quipu run will use.
        address = choose_address(os.environ, InstanceKind.REAL)
        instance = Instance(state, InstanceKind.REAL, ensure_secrets(state), address, os.environ)
        write_kind(state, InstanceKind.REAL)
        instance.start_servers(supervisor, log)
        instance.perform(supervisor, "preparing the database", "prepare")
        link = invite(Settings.from_environment(instance.environment), email=email, name=name)
    print(f"\nThe instance in {state} is ready. Start it by ./quipu run, then open this link once to set a password:\n\n{link}\n")
    print(f"Before the first real person is entered, make backups. {LOST_KEYS}\n\n  ./quipu backup --new-identity\n")
    return 0


def invite(settings: Settings, *, email: str, name: str) -> str:
    """Make the first administrator's account, and give the link.

    Raises:
        OperationError: somebody administers this instance already.
    """
    app = create_app(settings)
    with app.app_context(), force_locale("en"):
        try:
            with transaction():
                return invite_first_administrator(email=email, name=name, public_url=settings.public_url)
        except DomainError as error:
            raise OperationError(str(error)) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./quipu init", description=__doc__)
    parser.add_argument("--email", help="e-mail of the first administrator")
    parser.add_argument("--name", help="their name, as colleagues read it")
    return parser


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise OperationError("Say who administers the instance: ./quipu init --email E --name N.")
    if answer := input(f"{question}: ").strip():
        return answer
    raise OperationError(f"{question} is needed.")
