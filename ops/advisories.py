"""``./quipu advisories``: whether the pinned packages have known faults, by pip-audit, and plainly "not audited" if nobody knows.

In a closed network pip-audit may find nothing because nobody answered it, or because a mirror answers without advisories. So a
package with known faults is asked about as well: an audit that does not find those is none.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from config import ROOT

KNOWN_FAULTY = "jinja2==2.10"
"""CVE-2019-10906 and later ones."""
FAULTY, NOT_AUDITED = 1, 2
"""Exit codes beside 0."""
LONGEST_AUDIT = 600


def main(arguments: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="./quipu advisories", description=__doc__).parse_args(arguments)
    if importlib.util.find_spec("pip_audit") is None:
        return _not_audited("pip-audit is not installed (./.venv/bin/python -m pip install pip-audit)")
    with tempfile.TemporaryDirectory() as folder:
        control = Path(folder, "control.txt")
        control.write_text(f"{KNOWN_FAULTY}\n")
        known = audit(control)
    if not known or not list(faults_of(known)):
        return _not_audited("no advisory service answered that knows the faults of an old package")
    found = audit(ROOT / "requirements.lock")
    if found is None or any("skip_reason" in package for package in found):
        return _not_audited("the advisory service did not answer for every package")
    for fault in (faults := list(faults_of(found))):
        print(fault)
    print(f"{len(found)} packages audited, {len(faults)} known faults")
    return FAULTY if faults else 0


def audit(requirements: Path) -> list[dict[str, Any]] | None:
    """What pip-audit says of each pinned package; None when it could not say."""
    options = ("--strict", "--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off", "-r", str(requirements))
    command = [sys.executable, "-m", "pip_audit", *options]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST_AUDIT)
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return None
    return packages


def faults_of(packages: Sequence[dict[str, Any]]) -> Iterator[str]:
    """One line for each known fault."""
    for package in packages:
        for fault in package.get("vulns", ()):
            mended = ", ".join(fault.get("fix_versions", ())) or "no version yet"
            yield f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}"


def _not_audited(reason: str) -> int:
    print(f"not audited: {reason}")
    return NOT_AUDITED
