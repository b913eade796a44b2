"""``./quipu test``: the tests with all they need, a browser and nginx included; further arguments go to pytest."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from config import ROOT
from ops.browser import ensure_chromium
from ops.errors import OperationError
from ops.nginx import ensure_nginx

PROCESSES = "2"


def main(arguments: list[str]) -> NoReturn:
    environment = {**os.environ, **browser_variable(), **nginx_variable()}
    command = [sys.executable, "-m", "pytest", *parallel(arguments), *arguments]
    os.chdir(ROOT)
    # This process becomes pytest: its exit code and its signals are ours.
    os.execve(sys.executable, command, environment)  # noqa: S606 - no shell is wanted


def browser_variable() -> dict[str, str]:
    """Where the browser is. Without one the browser tests are skipped, which continuous integration must not do.

    Raises:
        OperationError: there is none, and CI is set.
    """
    try:
        return {"QUIPU_CHROMIUM": str(ensure_chromium(os.environ))}
    except OperationError as error:
        if os.environ.get("CI"):
            raise
        print(f"No browser, so the tests in a browser are skipped. {error}", file=sys.stderr)
        return {}


def nginx_variable() -> dict[str, str]:
    """Where nginx is. Without one the tests behind it are skipped, which continuous integration must not do.

    Raises:
        OperationError: there is none, and CI is set.
    """
    try:
        return {"QUIPU_NGINX": str(ensure_nginx(os.environ))}
    except OperationError as error:
        if os.environ.get("CI"):
            raise
        print(f"No nginx, so the tests behind it are skipped. {error}", file=sys.stderr)
        return {}


def parallel(arguments: list[str]) -> list[str]:
    """Two test processes, unless the caller says otherwise or wants the debugger."""
    own_choice = any(word.startswith(("-n", "--numprocesses", "--pdb", "--trace")) for word in arguments)
    return [] if own_choice else ["-n", PROCESSES]
