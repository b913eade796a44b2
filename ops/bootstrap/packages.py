"""The ``.venv`` folder and the Python packages in it, from locks that pin every file by its hash."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from ops.bootstrap.progress import run, step
from ops.bootstrap.stamps import ROOT, VENV, VENV_PYTHON, Stamp, digest_of
from ops.errors import OperationError

LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"
UV_LOCK = ROOT / "requirements-uv.lock"

RUNTIME_STAMP = Stamp("packages")
DEVELOPMENT_STAMP = Stamp("development-packages")


def ensure_packages() -> None:
    """What Quipu needs to run."""
    _ensure((LOCK,), (RUNTIME_STAMP,))


def ensure_development_packages() -> None:
    """The same and what its tests and checks need."""
    _ensure((LOCK, DEVELOPMENT_LOCK), (DEVELOPMENT_STAMP, RUNTIME_STAMP))


def _ensure(locks: Sequence[Path], stamps: Sequence[Stamp]) -> None:
    if VENV_PYTHON.exists() and stamps[0].says(_digest(locks)):
        return
    ensure_venv()
    with step(f"Installing Python packages ({', '.join(lock.name for lock in locks)})"):
        install(locks)
    # The larger set holds the smaller one, whose stamp is then true as well.
    for count, stamp in zip((len(locks), 1), stamps, strict=False):
        stamp.write(_digest(locks[:count]))


def _digest(locks: Sequence[Path]) -> str:
    # A newer Python of the system's makes the same .venv folder useless: its version belongs to the stamp.
    return digest_of(locks, str(VENV_PYTHON.resolve()))


def install(locks: Sequence[Path]) -> None:
    """Install locks with uv, which is several times quicker, or with pip where uv cannot be had."""
    wanted: list[str | Path] = [part for lock in locks for part in ("-r", lock)]
    pip: list[str | Path] = [VENV_PYTHON, "-m", "pip"]
    try:
        run([*pip, "install", "--quiet", "--require-hashes", "-r", UV_LOCK], cwd=ROOT)
        run(
            [VENV / "bin" / "uv", "pip", "install", "--python", VENV_PYTHON, "--require-hashes", "--compile-bytecode", *wanted],
            cwd=ROOT,
        )
    except OperationError:
        run([*pip, "install", "--quiet", "--require-hashes", *wanted], cwd=ROOT)


def ensure_venv() -> None:
    """Make ``.venv``, or make it anew when its Python is gone or it was left half-made."""
    if _is_usable():
        return
    _ensure_venv_module()
    with step(f"Making .venv with Python {sys.version_info.major}.{sys.version_info.minor}"):
        run([sys.executable, "-m", "venv", "--clear", VENV], cwd=ROOT)


def _is_usable() -> bool:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not VENV_PYTHON.exists() or not (VENV / "lib" / version).is_dir():
        return False
    try:
        run([VENV_PYTHON, "-c", "import pip"], cwd=ROOT)
    except OperationError:
        return False
    return True


def _ensure_venv_module() -> None:
    if find_spec("ensurepip") and find_spec("venv"):
        return
    if os.geteuid() != 0:
        raise OperationError("Python's venv module is missing: ask an administrator for `apt-get install python3-venv`.")
    with step("Installing python3-venv"):
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update"], cwd=ROOT, environment=quiet)
        run(["apt-get", "install", "-y", "--no-install-recommends", "python3-venv"], cwd=ROOT, environment=quiet)
