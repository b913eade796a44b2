"""Programs of others that only some commands need, each set in an environment of its own, installed when first asked for."""

from __future__ import annotations

import sys
from pathlib import Path

from config import ROOT
from ops.bootstrap.progress import run, step
from ops.bootstrap.stamps import VENV, digest_of


def ensure_environment(environment: Path, lock: Path, what: str) -> Path:
    """Install what ``lock`` pins into ``environment``, unless it is there.

    Args:
        what: the programs, as the progress names them.

    Returns:
        The folder of its programs.

    Raises:
        OperationError: they cannot be had.
    """
    stamp = environment / "quipu.stamp"
    digest = digest_of([lock], sys.version)
    if not (stamp.exists() and stamp.read_text() == digest):
        with step(f"Installing {what} ({lock.name})"):
            run([sys.executable, "-m", "venv", "--clear", environment], cwd=ROOT)
            python = environment / "bin" / "python"
            uv = VENV / "bin" / "uv"
            installer = [uv, "pip", "install", "--python", python] if uv.exists() else [python, "-m", "pip", "install", "--quiet"]
            run([*installer, "--require-hashes", "-r", lock], cwd=ROOT)
        stamp.write_text(digest)
    return environment / "bin"
