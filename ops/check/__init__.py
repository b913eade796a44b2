"""``./quipu check`` and ``./quipu fix``: everything that must hold before a change is worth looking at."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from config import ROOT
from ops import translations
from ops.check import code_security, documents, templates, tree

Check = Callable[[], Iterable[str]]


def _program(name: str, *arguments: str) -> Check:
    """A check by another program of this environment: its output when it fails."""

    def run() -> Iterable[str]:
        program = Path(sys.executable).with_name(name)
        result = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return [] if result.returncode == 0 else (result.stdout + result.stderr).strip().splitlines()

    return run


CHECKS: dict[str, Check] = {
    "style (ruff)": _program("ruff", "check", "--quiet", "--output-format", "concise", "."),
    "format (ruff)": _program("ruff", "format", "--check", "--quiet", "."),
    "types (mypy)": _program("mypy", "--no-error-summary"),
    "floors (import-linter)": _program("lint-imports", "--no-logo"),
    "security of the code (bandit)": code_security.faults,
    "templates": templates.faults,
    "translations": translations.faults,
    "generated documents": documents.stale,
    "tree": tree.faults,
}


def main(arguments: Sequence[str]) -> int:
    """Run all checks, or those whose name begins with an argument; 1 when one finds something."""
    chosen = {name: check for name, check in CHECKS.items() if not arguments or name.startswith(tuple(arguments))}
    failed = 0
    for name, check in chosen.items():
        began = time.monotonic()
        found = list(check())
        print(f"{'ok  ' if not found else 'FAIL'}  {name}  ({time.monotonic() - began:.1f} s)", flush=True)
        for line in found:
            print(f"      {line}")
        failed += bool(found)
    return 1 if failed else 0


def fix(_arguments: Sequence[str]) -> int:
    """Put right what can be put right without thinking: format, imports, message catalogues, generated documents."""
    for command in (("ruff", "check", "--fix", "--quiet", "."), ("ruff", "format", "--quiet", ".")):
        subprocess.run([Path(sys.executable).with_name(command[0]), *command[1:]], cwd=ROOT, check=False)
    translations.update()
    documents.write()
    return 0
