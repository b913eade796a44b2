"""The state folder of one instance: who may enter it, its secrets, its kind, and the lock that a running Quipu holds."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
import stat
import time
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import IO

from config import DATABASE_ROLES, OWNER_ROLE, ROOT_KEY_BYTES, Secrets, root_key_file, socket_folder
from ops.errors import OperationError

SUPERUSER = "postgres"
"""Bootstrap superuser of the embedded cluster; Quipu itself never works under it."""

UNFINISHED_RESTORE = "restore-unfinished"
"""Stands in the state folder while a restore fills it."""

PRIVATE_FILE = 0o600
READ_ONLY_FILE = 0o400
PRIVATE_FOLDER = 0o700


class InstanceKind(StrEnum):
    """Whether a state folder holds invented people or real ones."""

    DEMO = "demo"
    REAL = "real"


def make_folder(folder: Path) -> Path:
    """A folder that only we can enter, made if missing.

    Raises:
        OperationError: it cannot be made, or is somebody else's.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise OperationError(f"{folder} cannot be made: {error.strerror}. Choose another state folder by QUIPU_STATE.") from None
    found = folder.stat(follow_symlinks=False)
    if found.st_uid != os.geteuid() or not stat.S_ISDIR(found.st_mode):
        raise OperationError(f"{folder} is not a folder of this account. Choose another state folder by QUIPU_STATE.")
    if stat.S_IMODE(found.st_mode) != PRIVATE_FOLDER:
        folder.chmod(PRIVATE_FOLDER)
    return folder


def make_folders(state: Path) -> None:
    """The state folder and the folder of the embedded servers' sockets, both of mode 0700; a named one belongs to its namer."""
    make_folder(state)
    if not sockets_are_shared():
        make_folder(socket_folder(state))


def sockets_are_shared() -> bool:
    """Whether the operator has named the folder of the sockets, for other accounts to enter."""
    return bool(os.environ.get("QUIPU_SOCKETS"))


def write_private_file(path: Path, text: str, *, mode: int = PRIVATE_FILE) -> None:
    """Write a file that only we can read, so that it is there whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def ensure_secrets(state: Path) -> Secrets:
    """The instance's secrets, generated at the first call and kept in ``secrets.json``, mode 0600."""
    path = state / "secrets.json"
    if not path.exists():
        write_private_file(path, json.dumps(_new_secrets(), indent=2) + "\n")
    return Secrets.load(path)


def ensure_root_key(state: Path, environ: Mapping[str, str]) -> bool:
    """Make the root key of a new instance, mode 0400, unless the environment brings one; tells whether it was made."""
    path = root_key_file(state)
    if brings_root_key(environ) or path.exists():
        return False
    make_folder(path.parent)
    write_private_file(path, base64.b64encode(secrets.token_bytes(ROOT_KEY_BYTES)).decode() + "\n", mode=READ_ONLY_FILE)
    return True


def brings_root_key(environ: Mapping[str, str]) -> bool:
    """Whether the operator keeps the root key outside of the state folder."""
    return bool(environ.get("QUIPU_ROOT_KEY") or environ.get("QUIPU_ROOT_KEY_FILE"))


def root_key_words(state: Path) -> str:
    """What is said once, when a root key was made."""
    return (
        f"A root key was made: {root_key_file(state)}. Keep a copy of it away from this machine and from its backups: without "
        "it, document numbers, phones, addresses, notes and attachments can never be read again, by anybody. Whoever has it and "
        "a backup reads everything. See docs/operations/keys.md."
    )


def _new_secrets() -> dict[str, object]:
    return {
        "secret_key": secrets.token_urlsafe(48),
        "password_salt": secrets.token_urlsafe(32),
        "link_key": secrets.token_urlsafe(48),
        "database_passwords": {role: secrets.token_urlsafe(32) for role in (SUPERUSER, OWNER_ROLE, *DATABASE_ROLES)},
    }


def read_kind(state: Path) -> InstanceKind | None:
    """What this state folder was made for; None before the first start.

    Raises:
        OperationError: a restore into it was interrupted, so that nobody knows what is missing.
    """
    if (state / UNFINISHED_RESTORE).exists():
        raise OperationError(f"A restore into {state} was interrupted. Repeat it: ./quipu restore FILE --identity FILE.")
    try:
        values = json.loads((state / "instance.json").read_text())
    except FileNotFoundError:
        return None
    return InstanceKind(values["kind"])


def write_kind(state: Path, kind: InstanceKind) -> None:
    write_private_file(state / "instance.json", json.dumps({"kind": kind.value}) + "\n")


def lock(state: Path, *, patience: float = 10.0) -> IO[str]:
    """Take the lock of this state folder; it is held until the returned file is closed.

    Args:
        state: the state folder.
        patience: seconds to wait for a Quipu that was killed and whose guardian is still cleaning up.

    Raises:
        OperationError: another Quipu runs on this state folder.
    """
    file = (state / "lock").open("a+")
    try:
        _wait_for_lock(file, state, patience)
    except BaseException:
        file.close()
        raise
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def _wait_for_lock(file: IO[str], state: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    while not _try_lock(file):
        file.seek(0)
        holder = file.read().strip()
        if _is_alive(holder) or time.monotonic() > deadline:
            raise OperationError(
                f"Quipu is already running on {state} (process {holder or 'unknown'}). Stop it first, or give this one "
                "a state folder of its own by QUIPU_STATE."
            )
        time.sleep(0.1)


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_alive(pid: str) -> bool:
    return pid.isdigit() and Path("/proc", pid).exists()
