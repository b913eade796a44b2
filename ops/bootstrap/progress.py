"""What the operator sees while the bootstrap works: one line a step, with its time, and the output of a step that failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ops.errors import OperationError

LINES_SHOWN = 40
"""How much of a failed command's output is printed."""


@contextmanager
def step(what: str) -> Iterator[None]:
    """Print what is being done, and afterwards how long it took."""
    is_terminal = sys.stderr.isatty()
    print(f"{what} ...", end=" " if is_terminal else "\n", file=sys.stderr, flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed" if is_terminal else f"{what}: failed", file=sys.stderr, flush=True)
        raise
    took = f"{time.monotonic() - started:.1f} s"
    print(took if is_terminal else f"{what}: {took}", file=sys.stderr, flush=True)


def run(command: Sequence[str | Path], *, cwd: Path, environment: Mapping[str, str] | None = None) -> None:
    """Run a command without showing its output.

    Raises:
        OperationError: it failed; the message holds the end of its output.
    """
    environ = {**os.environ, **(environment or {})}
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise OperationError(f"{command[0]} could not be started: {error.strerror}.") from None
    if done.returncode != 0:
        shown = "\n".join(done.stdout.splitlines()[-LINES_SHOWN:])
        words = " ".join(Path(part).name if index == 0 else str(part) for index, part in enumerate(command[:4]))
        raise OperationError(f"{words} failed with exit code {done.returncode}:\n{shown}")
