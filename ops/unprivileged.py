"""How root starts PostgreSQL and Valkey, which must not run as root.

Only C programs go this way: the Python of this machine may lie in a folder that only root can enter.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ops.errors import OperationError

NOBODY = 65534


@dataclass(frozen=True)
class Costume:
    """The command prefix under which a server starts, and whether its data folder must change hands."""

    prefix: tuple[str, ...]
    owns_files_as_nobody: bool = False

    def wear(self, command: Sequence[str | Path]) -> tuple[str, ...]:
        return (*self.prefix, *(str(part) for part in command))

    def hand_over(self, folder: Path) -> None:
        """Give a data folder to the account that the server will run as; nothing to do where that is our own."""
        if not self.owns_files_as_nobody:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


OWN_ACCOUNT = Costume(prefix=())

MAPPED_ACCOUNT = Costume(prefix=("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"))
"""Root outside, nobody inside: files keep their owner and no folder has to open up."""

DROPPED_ACCOUNT = Costume(
    prefix=(
        *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
        # Without this the server could not even enter a checkout that lies below a root-only folder.
        *("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"),
    ),
    owns_files_as_nobody=True,
)
"""For containers, which often refuse user namespaces."""


@cache
def costume_for(program: Path) -> Costume:
    """The way this machine lets us start a server program without being root to it.

    Raises:
        OperationError: we are root, and neither user namespaces nor another account can be had.
    """
    if os.geteuid() != 0:
        return OWN_ACCOUNT
    for costume in (MAPPED_ACCOUNT, DROPPED_ACCOUNT):
        if _can_start(costume.wear([program, "--version"])):
            return costume
    raise OperationError(
        "The embedded PostgreSQL and Valkey refuse to run as root, and this machine allows neither user namespaces nor "
        "another account. Run ./quipu as an ordinary user, or set DATABASE_URL and REDIS_URL to servers of your own."
    )


def _can_start(command: Sequence[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
