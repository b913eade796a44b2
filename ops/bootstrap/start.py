"""From a bare checkout to a running command."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NoReturn

from ops.bootstrap.assets import ensure_assets
from ops.bootstrap.packages import ensure_development_packages, ensure_packages
from ops.bootstrap.stamps import ROOT, VENV_PYTHON
from ops.bootstrap.translations import ensure_translations
from ops.commands import COMMANDS, Command, Need, help_text
from ops.errors import OperationError

PROVIDERS: Mapping[Need, Callable[[], None]] = {
    Need.PACKAGES: ensure_packages,
    Need.DEVELOPMENT_PACKAGES: ensure_development_packages,
    Need.ASSETS: ensure_assets,
    Need.TRANSLATIONS: ensure_translations,
}
"""In the order of work: compiling anything needs the packages first."""


def main(arguments: list[str]) -> int:
    """Put in place what the command needs, then become the command inside ``.venv``."""
    name = arguments[0] if arguments else "help"
    if name in ("help", "-h", "--help"):
        print(help_text())
        return 0
    if name not in COMMANDS:
        print(f"quipu: there is no command {name!r}.\n\n{help_text()}", file=sys.stderr)
        return 2
    try:
        provide_for(COMMANDS[name])
    except OperationError as error:
        print(f"quipu: {error}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"quipu: this account may not write {error.filename}. Use the account that owns the checkout.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return become(arguments)


def provide_for(command: Command) -> None:
    """Make what the command needs and what is missing or out of date.

    Raises:
        OperationError: something could not be made.
    """
    with _only_one_at_a_time():
        for need, provide in PROVIDERS.items():
            if need in command.needs:
                provide()


def become(arguments: list[str]) -> NoReturn:
    """Turn this process into ``python -m ops`` of ``.venv``: signals then reach the command itself."""
    os.chdir(ROOT)
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "ops", *arguments])  # noqa: S606 - no shell is wanted


@contextmanager
def _only_one_at_a_time() -> Iterator[None]:
    """Two bootstraps of one checkout take turns: the second finds everything made by the first."""
    checkout = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(checkout, fcntl.LOCK_EX)
        yield
    finally:
        os.close(checkout)
