"""Debian packages for the tests: installed as root, or unpacked into a folder of ours, where nothing starts by itself."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from ops.bootstrap.progress import run
from ops.bootstrap.stamps import ROOT
from ops.errors import OperationError

INSTALLED_PACKAGES = Path("/var/lib/dpkg/status")
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def install(packages: Sequence[str]) -> None:
    """Install packages as root.

    Raises:
        OperationError: apt could not.
    """
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not any(Path("/var/lib/apt/lists").glob("*_Packages*")):
        run(["apt-get", "update"], cwd=ROOT, environment=QUIET)
    try:
        run(command, cwd=ROOT, environment=QUIET)
    except OperationError:
        # Old lists name packages that the mirror no longer has.
        run(["apt-get", "update"], cwd=ROOT, environment=QUIET)
        run(command, cwd=ROOT, environment=QUIET)


def unpack(packages: Sequence[str], folder: Path) -> Path:
    """Let apt fetch the packages that this system lacks into a folder of ours, and unpack them there; gives their root.

    Raises:
        OperationError: apt could not.
    """
    shutil.rmtree(folder, ignore_errors=True)
    archives, root = folder / "cache" / "archives", folder / "root"
    for needed in (folder / "state" / "lists" / "partial", archives / "partial", root):
        needed.mkdir(parents=True)
    apt = _private_apt(folder)
    run([*apt, "update"], cwd=ROOT, environment=QUIET)
    run([*apt, "install", "-y", "--no-install-recommends", "--download-only", *packages], cwd=ROOT, environment=QUIET)
    for archive in archives.glob("*.deb"):
        # The system's own C library and the loader that belongs to it must stay together.
        if not archive.name.startswith("libc6_"):
            run(["dpkg", "-x", archive, root], cwd=ROOT)
    shutil.rmtree(folder / "cache")
    return root


def _private_apt(folder: Path) -> list[str]:
    options = {
        "Dir::State": str(folder / "state"),
        "Dir::State::status": str(INSTALLED_PACKAGES),
        "Dir::Cache": str(folder / "cache"),
        "Debug::NoLocking": "true",
    }
    return ["apt-get", *(part for name, value in options.items() for part in ("-o", f"{name}={value}"))]
