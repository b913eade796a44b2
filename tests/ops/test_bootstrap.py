"""The bootstrap: help, unknown commands, stamps, and what counts as up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from ops.bootstrap import packages, stamps
from ops.bootstrap.stamps import Stamp, digest_of
from ops.commands import COMMANDS
from ops.errors import OperationError


def quipu(*arguments: str) -> subprocess.CompletedProcess[str]:
    # Isolated: the bootstrap must manage without any package of .venv.
    command = [sys.executable, "-S", str(ROOT / "quipu"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)


def test_help_has_one_line_for_each_command_and_needs_nothing_installed() -> None:
    answer = quipu("help")
    assert answer.returncode == 0
    first_words = [line.split()[0] for line in answer.stdout.splitlines() if line.startswith("  ")]
    assert first_words == [*(name for name, command in COMMANDS.items() if command.is_listed), "help"]


def test_an_unknown_command_is_refused_with_the_list() -> None:
    answer = quipu("rum")
    assert answer.returncode == 2
    assert "there is no command 'rum'" in answer.stderr
    assert "doctor" in answer.stderr


def test_the_locks_pin_every_file_by_hash_and_name_no_host() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text, lock.name
        assert not [line for line in text.splitlines() if line.startswith("-") and not line.startswith("--hash")], lock.name


@pytest.fixture
def without_venv_module(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Python as Debian ships it, whose missing package nobody really installs; gives the commands that would run."""
    commands: list[list[str]] = []
    monkeypatch.setattr(packages, "find_spec", lambda _name: None)
    monkeypatch.setattr(packages, "run", lambda command, **_: commands.append([str(part) for part in command]))
    monkeypatch.setattr(packages, "VENV_PYTHON", Path("/nowhere/python"))
    return commands


def test_root_gets_the_missing_module_from_apt(without_venv_module: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    packages.ensure_venv()
    assert [command[:2] for command in without_venv_module] == [
        ["apt-get", "update"],
        ["apt-get", "install"],
        [sys.executable, "-m"],
    ]


def test_an_ordinary_user_is_told_what_to_ask_for(without_venv_module: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(OperationError, match="apt-get install python3-venv"):
        packages.ensure_venv()
    assert not without_venv_module


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    monkeypatch.setattr(stamps, "VENV", tmp_path)
    (tmp_path / "source").write_text("one")
    return tmp_path


def test_a_product_is_current_until_its_source_changes(checkout: Path) -> None:
    stamp, source = Stamp("thing"), checkout / "source"
    assert not stamp.says(digest_of([source]))
    stamp.write(digest_of([source]))
    assert stamp.says(digest_of([source]))
    source.write_text("two")
    assert not stamp.says(digest_of([source]))


def test_a_renamed_source_is_a_changed_one(checkout: Path) -> None:
    before = digest_of([checkout / "source"])
    (checkout / "source").rename(checkout / "other")
    assert digest_of([checkout / "other"]) != before
