"""Wapiti and sqlmap: programs of others, in an environment of their own, installed when an attack first needs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config import ROOT
from ops.bootstrap.progress import run, step
from ops.bootstrap.stamps import VENV, digest_of
from ops.state import make_folder

LOCK = ROOT / "requirements-prove.lock"
OWN_LINE_IS_RUN = {"SQLMAP_UNSAFE_EVAL": "1"}
"""Without it sqlmap runs no line of Python before a request: ours gives each form an id of its own."""


@dataclass(frozen=True)
class Tools:
    """Where the programs are, and a folder for what they write."""

    environment: Path
    scratch: Path

    def program(self, name: str) -> Path:
        return self.environment / "bin" / name

    def run(self, name: str, arguments: Sequence[str], *, within: float) -> str:
        """What the program printed, also when its time ran out: it is ended then, and has told what it found so far."""
        command = [str(self.program(name)), *arguments]
        process = subprocess.Popen(
            command,
            cwd=self.scratch,
            env={**os.environ, **OWN_LINE_IS_RUN},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            return process.communicate(timeout=within)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            return process.communicate()[0]


def ensure_tools(folder: Path) -> Tools:
    """Install the locked programs into ``folder``, unless they are there.

    Raises:
        OperationError: they cannot be had; our own walker needs none of them.
    """
    environment = make_folder(folder) / "tools"
    stamp = environment / "quipu.stamp"
    tools = Tools(environment, make_folder(folder / "scratch"))
    digest = digest_of([LOCK], sys.version)
    if stamp.exists() and stamp.read_text() == digest:
        return tools
    with step(f"Installing wapiti and sqlmap ({LOCK.name})"):
        run([sys.executable, "-m", "venv", "--clear", environment], cwd=ROOT)
        python = environment / "bin" / "python"
        uv = VENV / "bin" / "uv"
        if uv.exists():
            run([uv, "pip", "install", "--python", python, "--require-hashes", "-r", LOCK], cwd=ROOT)
        else:
            run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK], cwd=ROOT)
    stamp.write_text(digest)
    return tools
