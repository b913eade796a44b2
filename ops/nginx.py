"""An nginx for the tests behind a real proxy: the one in PATH, else Debian's, unpacked; installing it would start it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ops.bootstrap.progress import step
from ops.bootstrap.stamps import VENV
from ops.debian import unpack
from ops.errors import OperationError

PACKAGES = ("nginx-light",)
UNPACKED = VENV / "nginx"
ADMIN_PROGRAMS = ("/usr/sbin/nginx", "/usr/local/sbin/nginx")
"""Where it is on systems that keep it out of an ordinary account's PATH."""


def ensure_nginx(environ: Mapping[str, str]) -> Path:
    """The path of an nginx that starts, fetched if there is none.

    Raises:
        OperationError: it could not be had; the message says how to get it.
    """
    if found := find_nginx(environ):
        return found
    if shutil.which("apt-get") is None:
        raise OperationError("The tests need nginx, and this system has no apt: install it, or name one by QUIPU_NGINX.")
    with step("Unpacking nginx into .venv"):
        unpack(PACKAGES, UNPACKED)
    if found := find_nginx(environ):
        return found
    raise OperationError("nginx was unpacked and does not start: install it by hand, or name one by QUIPU_NGINX.")


def find_nginx(environ: Mapping[str, str]) -> Path | None:
    """The nginx of QUIPU_NGINX, of PATH, or the one unpacked earlier; None when none of them starts."""
    named = [environ["QUIPU_NGINX"]] if environ.get("QUIPU_NGINX") else []
    in_path = [path] if (path := shutil.which("nginx")) else []
    for candidate in (*named, *in_path, *ADMIN_PROGRAMS, str(UNPACKED / "root" / "usr" / "sbin" / "nginx")):
        if _starts(candidate):
            return Path(candidate)
    return None


def _starts(program: str) -> bool:
    try:
        return subprocess.run([program, "-v"], capture_output=True, check=False, timeout=20).returncode == 0
    except OSError:
        return False
