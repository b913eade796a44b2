"""Bandit over all code that runs, and the rule that an exception to it or to ruff's S rules carries its reason on the line.

The two number their tests alike (B608 is S608), so one comment explains a line to both.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import ROOT
from ops.check.tree import tracked_files

SCANNED = ("app", "workers", "ops", "migrations", "config.py", "wsgi.py")
EXCEPTION = re.compile(
    r"#\s*(?:noqa:\s*(?P<ruff>[A-Z0-9, ]+?)|nosec:?\s*(?P<bandit>[B0-9, ]*?))\s*(?:-\s*(?P<reason>\S.*)|#.*)?$"
)
SHORTEST_REASON = 2
"""Words; a reason of one word says nothing."""


@dataclass(frozen=True)
class Accepted:
    """Findings of one test in a folder, or on lines there that hold ``code``, and the reason why they are none."""

    test: str
    path: str
    reason: str
    code: str = ""

    def covers(self, finding: Mapping[str, Any]) -> bool:
        path = Path(finding["filename"]).as_posix().removeprefix("./")
        return finding["test_id"] == self.test and path.startswith(self.path) and self.code in finding["code"]


ACCEPTED: tuple[Accepted, ...] = (
    Accepted("B404", "ops/", "operations start programs: that is what they are for"),
    Accepted("B603", "ops/", "lists of arguments that the operator or this code wrote, and no shell"),
    Accepted("B607", "ops/", "git, npm and apt-get are looked for in the operator's own PATH"),
    Accepted("B608", "migrations/", "names of tables and columns that stand in the migrations themselves; no input reaches them"),
    Accepted("B311", "ops/prove/", "proofs draw inputs that can be repeated; nothing of them guards a secret"),
    Accepted("B105", "app/accounts/", "settings of Flask-Security that speak of passwords", code="SECURITY_PASSWORD_"),
)


def faults() -> Iterator[str]:
    """What Bandit found and nobody explained, and exceptions without a reason."""
    yield from unexplained(findings(SCANNED))
    for path in tracked_files():
        if path.suffix == ".py":
            yield from (f"{path.relative_to(ROOT)}:{fault}" for fault in without_reason(path.read_text()))


def findings(paths: Sequence[str | Path]) -> list[Mapping[str, Any]]:
    """Everything that Bandit finds there, comments that silence it left aside.

    Raises:
        ValueError: Bandit did not run, or could not read a file: silence must not look like a clean tree.
    """
    program = Path(sys.executable).with_name("bandit")
    command = [program, "--recursive", "--quiet", "--ignore-nosec", "--format", "json", *map(str, paths)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    report: dict[str, Any] = json.loads(result.stdout)
    if report["errors"]:
        raise ValueError(f"Bandit could not read everything: {report['errors']}")
    return list(report["results"])


def unexplained(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for finding in found:
        if any(accepted.covers(finding) for accepted in ACCEPTED):
            continue
        lines = (ROOT / finding["filename"]).read_text().splitlines()
        first, last = finding["line_range"][0], finding["line_range"][-1]
        if not any(_explains(line, finding["test_id"]) for line in lines[first - 1 : last]):
            yield f"{finding['filename']}:{finding['line_number']}: {finding['test_id']} {finding['issue_text']}"


def without_reason(source: str) -> Iterator[str]:
    """Each line that silences a security rule without saying why."""
    for number, line in enumerate(source.splitlines(), start=1):
        found = EXCEPTION.search(line)
        if found is None or not (found["bandit"] is not None or _silences_security(found["ruff"])):
            continue
        if len((found["reason"] or "").split()) < SHORTEST_REASON:
            yield f"{number}: a silenced security rule wants its reason: {found.group(0).strip()}"


def _silences_security(codes: str) -> bool:
    return any(re.fullmatch(r"S\d{3}", code.strip()) for code in codes.split(","))


def _explains(line: str, test: str) -> bool:
    found = EXCEPTION.search(line)
    if found is None or len((found["reason"] or "").split()) < SHORTEST_REASON:
        return False
    codes = {code.strip() for code in (found["ruff"] or found["bandit"] or "").split(",")}
    return not codes.isdisjoint({test, test.replace("B", "S")})
