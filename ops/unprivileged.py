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
    """The command prefix under which a server starts, and the account that its files must belong to."""

    prefix: tuple[str, ...]
    owner: int
    """User id as seen from outside of any namespace."""

    def wear(self, command: Sequence[str | Path]) -> tuple[str, ...]:
        return (*self.prefix, *(str(part) for part in command))

    def hand_over(self, folder: Path) -> None:
        """Give a data folder to that account, when it belongs to another: the machine may allow other ways than last time."""
        if folder.stat().st_uid == self.owner:
            return
        for path in (*folder.rglob("*"), folder):
            os.chown(path, self.owner, self.owner, follow_symlinks=False)


OWN_ACCOUNT = Costume(prefix=(), owner=os.geteuid())

MAPPED_ACCOUNT = Costume(prefix=("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"), owner=0)
"""Root outside, nobody inside: files keep their owner and no folder has to open up."""

DROPPED_ACCOUNT = Costume(
    prefix=(
        *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
        # Without these the server could not even enter a checkout that lies below a root-only folder; the bit lets
        # access(2), by which PostgreSQL looks for its own program, count the capability.
        *("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup", "--"),
    ),
    owner=NOBODY,
)
"""For containers, which often refuse user namespaces."""


@cache
def costume_for(*probe: str | Path) -> Costume:
    """The way this machine lets us start a server without being root to it.

    Args:
        probe: a command of the server program that needs all the rights of a start, and ends by itself.

    Raises:
        OperationError: we are root, and neither user namespaces nor another account can be had.
    """
    if os.geteuid() != 0:
        return OWN_ACCOUNT
    for costume in (MAPPED_ACCOUNT, DROPPED_ACCOUNT):
        if _succeeds(costume.wear(probe)):
            return costume
    raise OperationError(
        "The embedded PostgreSQL and Valkey refuse to run as root, and this machine allows neither user namespaces nor "
        "another account. Run ./quipu as an ordinary user, or set DATABASE_URL and REDIS_URL to servers of your own."
    )


def _succeeds(command: Sequence[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
