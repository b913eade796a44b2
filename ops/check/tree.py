"""What must never be in the tree: registry hosts, absolute paths of somebody's machine, forbidden file names."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from config import ROOT

# Written in pieces, so that this file does not find itself.
HOSTS = re.compile("|".join((r"pypi\.or" + "g", r"pythonhosted\.or" + "g", r"registry\.npm" + r"js", r"deb\.debian\.or" + "g")))
MACHINE_PATHS = re.compile(r"(?<![\w.$}~-])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "ho" + "me")) + r")/[a-z]")
FORBIDDEN_NAMES = {"uv.lock", "pylock.toml", ".env"}
FORBIDDEN_DRAWERS = {"utils", "helpers", "common", "misc"}
LONGEST_FILE = 400
LONGEST_TEST_FILE = 600
BINARY = {".png", ".ico", ".woff2", ".gz", ".mo"}


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    names = listing.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def faults() -> Iterator[str]:
    for path in tracked_files():
        name = path.relative_to(ROOT)
        if path.name in FORBIDDEN_NAMES:
            yield f"{name}: must not be committed"
        if path.stem in FORBIDDEN_DRAWERS:
            yield f"{name}: name it after the one thing it holds"
        if path.suffix in BINARY:
            continue
        text = path.read_text(errors="replace")
        if HOSTS.search(text):
            yield f"{name}: names a package registry's host"
        if MACHINE_PATHS.search(text):
            yield f"{name}: holds an absolute path of a machine"
        yield from _too_long(name, text)


def _too_long(name: Path, text: str) -> Iterator[str]:
    """Python files that hold more than one thing; tests may tell longer stories, migrations are not written by hand."""
    most = LONGEST_TEST_FILE if name.parts[0] == "tests" else LONGEST_FILE
    lines = text.count("\n")
    if name.suffix == ".py" and name.parts[0] != "migrations" and lines > most:
        yield f"{name}: {lines} lines; a file holds one thing (at most {most} lines)"
