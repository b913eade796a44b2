"""``quipu-web.service`` and its sisters: one program of Quipu, in the place of this process."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from typing import NoReturn

from ops import programs

PARTS: Mapping[str, Callable[[], tuple[str, ...]]] = {
    "web": lambda: programs.web_command(os.environ.get("QUIPU_BIND", "127.0.0.1:8000")),
    "worker": lambda: programs.worker(os.environ).command,
    "relay": lambda: programs.relay(os.environ).command,
    "beat": lambda: programs.beat(os.environ).command,
    "sealer": lambda: programs.sealer(os.environ).command,
}


def main(arguments: list[str]) -> NoReturn:
    parser = argparse.ArgumentParser(prog="./quipu part", description=__doc__)
    parser.add_argument("part", choices=PARTS)
    command = PARTS[parser.parse_args(arguments).part]()
    # Whatever these processes write is for their own account, but for the socket in its guarded folder.
    os.umask(0o077)
    os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted
