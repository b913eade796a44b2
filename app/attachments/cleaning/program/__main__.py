"""Reads a file from standard input and writes it anew; its one argument is a ``FileFormat``.

Runs alone, with limits that it sets itself before it reads, and without settings or secrets. Standard output: extent, a
line end, the content. Exit code 3: refused, with the word of the ``Fault`` on standard error.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 20
OPEN_FILES = 64
REFUSED = 3
LARGEST_RESULT = 48 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[4]


def limit_oneself() -> None:
    """Memory, time, open files; nothing is written to a disk, and no core is left behind."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main(argument: str) -> int:
    limit_oneself()
    sys.path.insert(0, str(ROOT))  # isolated mode leaves everything out
    from app.attachments.cleaning.faults import Unacceptable
    from app.attachments.cleaning.program.formats import clean
    from app.attachments.enums import Fault, FileFormat

    try:
        extent, made = clean(sys.stdin.buffer.read(), FileFormat(argument))
    except Unacceptable as refused:
        return _refuse(refused.fault.value)
    except MemoryError:
        return _refuse(Fault.UNPACKS_TOO_LARGE.value)
    if len(made) > LARGEST_RESULT:
        return _refuse(Fault.UNPACKS_TOO_LARGE.value)
    sys.stdout.buffer.write(str(extent).encode() + b"\n" + made)
    sys.stdout.buffer.flush()
    return 0


def _refuse(fault: str) -> int:
    sys.stderr.write(fault)
    sys.stderr.flush()
    return REFUSED


if __name__ == "__main__":
    # Without the libraries' own farewell, which a hostile file may have spoilt.
    os._exit(main(sys.argv[1]))
