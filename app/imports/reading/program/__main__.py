"""Reads a table from an open file and writes its rows as lines of JSON. Arguments: a ``TableFormat``, the number of the file.

Runs alone, with limits that it sets itself before it reads, and without settings or secrets. On standard input stand the words
that are known as headings. Exit code 3: refused, with the word of the ``Fault`` on standard error.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

MEMORY = 800 * 1024 * 1024
CPU_SECONDS = 500
OPEN_FILES = 64
REFUSED = 3
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


def main(word: str, handle: int) -> int:
    limit_oneself()
    sys.path.insert(0, str(ROOT))  # isolated mode leaves everything out
    from app.imports.enums import Fault, TableFormat
    from app.imports.reading.faults import Unreadable
    from app.imports.reading.program.tables import write_rows

    try:
        with os.fdopen(handle, "rb") as file:
            write_rows(file, TableFormat(word), frozenset(json.load(sys.stdin)), sys.stdout.buffer)
    except Unreadable as refused:
        return _refuse(refused.fault.value, refused.detail)
    except MemoryError:
        return _refuse(Fault.UNPACKS_TOO_LARGE.value, {})
    sys.stdout.buffer.flush()
    return 0


def _refuse(fault: str, detail: dict[str, object]) -> int:
    sys.stdout.buffer.flush()
    sys.stderr.write(json.dumps({"fault": fault, **detail}))
    sys.stderr.flush()
    return REFUSED


if __name__ == "__main__":
    # Without the libraries' own farewell, which a hostile file may have spoilt.
    os._exit(main(sys.argv[1], int(sys.argv[2])))
