"""``./quipu people``: work with people in files, without an instance."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from ops.errors import OperationError
from ops.people.match import match_files
from ops.people.tables import write_pairs


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./quipu people", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    match = commands.add_parser("match", help="who stands twice in one file, or in both of two (docs/matching.md)")
    match.add_argument("file", type=Path)
    match.add_argument("other", type=Path, nargs="?", help="find the people of the first file in this one")
    match.add_argument("--out", type=Path, required=True, help="where the pairs are written: id_a, id_b, score, level")
    options = parser.parse_args(arguments)
    if not options.out.parent.is_dir():
        raise OperationError(f"There is no folder {options.out.parent} to write the pairs into. Make it, or name another file.")
    began = time.monotonic()
    pairs = match_files(options.file, options.other)
    write_pairs(options.out, pairs)
    print(f"{len(pairs):,} pairs in {time.monotonic() - began:.1f} s: {options.out}")
    return 0
