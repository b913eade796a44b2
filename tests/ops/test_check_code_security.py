"""The scan of the code for insecure calls: nothing unexplained stands, and what is planted is noticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from ops.check import code_security

SHELL = "import subprocess\n\n\ndef greet(name: str) -> None:\n    subprocess.call('echo ' + name, shell=True){comment}\n"


def test_the_code_holds_no_unexplained_finding() -> None:
    assert list(code_security.faults()) == []


def test_a_planted_insecure_call_is_found_and_named(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text(SHELL.format(comment=""))
    (fault,) = (line for line in code_security.unexplained(code_security.findings([tmp_path])) if "B602" in line)
    assert "planted.py:5" in fault


@pytest.mark.parametrize(
    ("comment", "is_explained"),
    [
        ("  # noqa: S602 - the name is a constant of this file", True),
        ("  # nosec B602 - the name is a constant of this file", True),
        ("  # nosec B602", False),
        ("  # nosec", False),
        ("  # noqa: S605 - a reason for another rule", False),
        ("  # nosec B602 - trusted", False),
    ],
)
def test_a_finding_is_explained_by_its_number_and_a_reason_on_its_line(tmp_path: Path, comment: str, is_explained: bool) -> None:
    (tmp_path / "planted.py").write_text(SHELL.format(comment=comment))
    found = [one for one in code_security.findings([tmp_path]) if one["test_id"] == "B602"]
    assert (list(code_security.unexplained(found)) == []) is is_explained


@pytest.mark.parametrize("comment", ["nosec", "nosec B105", "noqa: S105", "noqa: ERA001, S105 - word"])
def test_silencing_a_security_rule_without_a_reason_is_a_fault(comment: str) -> None:
    assert len(list(code_security.without_reason(f"x = 1  # {comment}"))) == 1


@pytest.mark.parametrize("comment", ["noqa: S105 - a word, no password", "noqa: SLF001", "noqa: SIM905"])
def test_reasons_are_asked_for_security_rules_only(comment: str) -> None:
    assert list(code_security.without_reason(f"x = 1  # {comment}")) == []


def test_a_file_that_bandit_cannot_read_is_not_taken_for_a_clean_one(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def (:\n")
    with pytest.raises(ValueError, match="could not read"):
        code_security.findings([tmp_path])


def test_ruff_watches_the_same_rules(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(SHELL.format(comment=""))
    ruff = Path(sys.executable).with_name("ruff")
    command = [ruff, "check", "--config", ROOT / "pyproject.toml", "--output-format", "concise", planted]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "S602" in found.stdout
