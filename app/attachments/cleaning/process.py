"""Hands a file to a process of its own that has neither secrets, files nor time: what it breaks there is only itself."""

from __future__ import annotations

import subprocess  # nosec B404 - our own program, in a process that a hostile file may break
import sys
from dataclasses import dataclass
from pathlib import Path

from app.attachments.cleaning.faults import Unacceptable
from app.attachments.enums import Fault, FileFormat

PROGRAM = Path(__file__).parent / "program" / "__main__.py"
SECONDS = 30
"""After which the process is killed. The largest picture that is admitted takes some three."""
REFUSED = 3
"""Exit code with which the program names a fault."""


@dataclass(frozen=True)
class Cleaned:
    """A file made anew.

    Attributes:
        extent: pages of a PDF, pixels of a picture.
    """

    format: FileFormat
    content: bytes
    extent: int


def cleaned(content: bytes, found: FileFormat) -> Cleaned:
    """The file made anew, without all that it does not show.

    Raises:
        Unacceptable: it cannot be read as what it is, or only at too high a cost.
    """
    # -I: neither the environment nor the folder it stands in says what is imported. -B: it writes nothing.
    command = [sys.executable, "-I", "-B", str(PROGRAM), found.value]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file goes to its standard input
            command, input=content, capture_output=True, timeout=SECONDS, env={}, cwd="/", check=False
        )
    except subprocess.TimeoutExpired:
        raise Unacceptable(Fault.TOO_COSTLY) from None
    if done.returncode == REFUSED:
        raise Unacceptable(Fault(done.stderr.decode().strip()))
    if done.returncode != 0:
        raise Unacceptable(Fault.TOO_COSTLY)
    extent, _, made = done.stdout.partition(b"\n")
    return Cleaned(found, made, int(extent))
