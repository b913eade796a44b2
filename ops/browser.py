"""A Chromium for the tests in a real browser: the one in PATH, else Debian's, installed as root or unpacked without root."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ops.bootstrap.progress import step
from ops.bootstrap.stamps import VENV
from ops.debian import install, unpack
from ops.errors import OperationError

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "libatomic1")
UNPACKED = VENV / "chromium"


def ensure_chromium(environ: Mapping[str, str]) -> Path:
    """The path of a browser that starts, installed if there is none.

    Raises:
        OperationError: it could not be had; the message says how to get it.
    """
    if found := find_chromium(environ):
        return found
    if shutil.which("apt-get") is None:
        raise OperationError("The tests need Chromium, and this system has no apt: install it, or name one by QUIPU_CHROMIUM.")
    if os.geteuid() == 0:
        with step("Installing Chromium (apt)"):
            install(PACKAGES)
    else:
        with step("Unpacking Chromium into .venv (apt without root)"):
            _write_starter(unpack(PACKAGES, UNPACKED))
    if found := find_chromium(environ):
        return found
    raise OperationError("Chromium was installed and does not start: install it by hand, or name one by QUIPU_CHROMIUM.")


def find_chromium(environ: Mapping[str, str]) -> Path | None:
    """The browser of QUIPU_CHROMIUM, of PATH, or the one unpacked earlier; None when none of them starts."""
    named = [environ["QUIPU_CHROMIUM"]] if environ.get("QUIPU_CHROMIUM") else []
    in_path = [path for name in NAMES if (path := shutil.which(name))]
    for candidate in (*named, *in_path, str(UNPACKED / "chromium")):
        if _starts(candidate):
            return Path(candidate)
    return None


def _starts(program: str) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False, timeout=60).returncode == 0
    except OSError:
        return False


def _write_starter(root: Path) -> None:
    """A script that starts the unpacked browser with the libraries and fonts unpacked beside it."""
    libraries = ":".join(str(folder) for pattern in ("usr/lib/*-linux-gnu", "lib/*-linux-gnu") for folder in root.glob(pattern))
    fonts = UNPACKED / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{UNPACKED}/font-cache</cachedir></fontconfig>\n"
    )
    starter = UNPACKED / "chromium"
    starter.write_text(
        "#!/bin/sh\n"
        f'export LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}" FONTCONFIG_FILE="{fonts}"\n'
        f'exec "{root}/usr/lib/chromium/chromium" "$@"\n'
    )
    starter.chmod(0o755)
