"""Wapiti and sqlmap: programs of others, in an environment of their own, installed when an attack first needs them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config import ROOT
from ops.state import make_folder
from ops.tool_environment import ensure_environment

LOCK = ROOT / "requirements-prove.lock"
OWN_LINE_IS_RUN = {"SQLMAP_UNSAFE_EVAL": "1"}
"""Without it sqlmap runs no line of Python before a request: ours gives each form an id of its own."""


@dataclass(frozen=True)
class Tools:
    """Where the programs are, and a folder for what they write."""

    programs: Path
    scratch: Path

    def program(self, name: str) -> Path:
        return self.programs / name

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
    programs = ensure_environment(make_folder(folder) / "tools", LOCK, "wapiti and sqlmap")
    return Tools(programs, make_folder(folder / "scratch"))
