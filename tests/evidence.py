"""The list of security requirements (``docs/security/asvs.csv``) against the tests that ran: evidence that did not run is none.

The hooks stand in ``tests/conftest.py``. With several test processes only the one that leads them gathers and judges.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest

from config import ROOT

LIST = ROOT / "docs" / "security" / "asvs.csv"
MISSING: pytest.StashKey[list[str]] = pytest.StashKey()


@dataclass(frozen=True)
class Requirement:
    """One row. ``evidence``: test ids, or files of the repository."""

    id: str
    level: str
    subject: str
    applies: bool
    status: str
    reason: str
    evidence: tuple[str, ...]

    @property
    def tests(self) -> tuple[str, ...]:
        return tuple(name for name in self.evidence if "::" in name)


def requirements() -> Sequence[Requirement]:
    with LIST.open(newline="") as file:
        return [_requirement(row) for row in csv.DictReader(file)]


def not_run(rows: Sequence[Requirement], passed: Collection[str]) -> Iterator[str]:
    """Each requirement whose test did not run and pass."""
    for row in rows:
        for test in row.tests:
            if test not in passed:
                yield f"{row.id}: {test} did not run, or did not pass"


def told(rows: Sequence[Requirement]) -> str:
    """How many requirements stand where, in one line."""
    counted = Counter(row.status for row in rows if row.applies)
    figures = ", ".join(f"{count} {status}" for status, count in sorted(counted.items()))
    return f"ASVS 5.0.0, levels 1 and 2: {len(rows)} requirements, {counted.total()} apply: {figures}"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        _PASSED_HERE.add(without_parameters(report.nodeid))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a whole run in which a piece of evidence did not run; parts of the tests prove nothing about it."""
    config = session.config
    if hasattr(config, "workerinput") or not is_whole(config):
        return
    config.stash[MISSING] = missing = list(not_run(requirements(), _PASSED_HERE))
    if missing and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if MISSING not in config.stash:
        return
    terminalreporter.section("security requirements")
    terminalreporter.line(told(requirements()))
    for line in config.stash[MISSING]:
        terminalreporter.line(line, red=True)


def is_whole(config: pytest.Config) -> bool:
    """Whether all tests were asked for."""
    narrowing = ("keyword", "markexpr", "deselect", "lf", "failedfirst", "collectonly", "ignore", "ignore_glob")
    asked: Mapping[str, object] = vars(config.option)
    return config.args_source is not pytest.Config.ArgsSource.ARGS and not any(asked.get(name) for name in narrowing)


def without_parameters(test: str) -> str:
    """``file::Class::name[1]`` as evidence names it: ``file::name``."""
    file, *names = test.partition("[")[0].split("::")
    return f"{file}::{names[-1]}" if names else file


def _requirement(row: Mapping[str, str]) -> Requirement:
    return Requirement(
        id=row["id"],
        level=row["level"],
        subject=row["subject"],
        applies=row["applies"] == "yes",
        status=row["status"],
        reason=row["reason"],
        evidence=tuple(row["evidence"].split()),
    )


_PASSED_HERE: set[str] = set()
"""Of this process; hooks of reports are not told the configuration."""
