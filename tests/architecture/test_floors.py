"""The import contracts hold, and a breach would be noticed."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT

PAGE_DRAWERS = ("routes.py", "forms.py", "presenters.py")
FORBIDDEN_TO_PAGES = ("app.foundation.database", "sqlalchemy")


def contracts_hold(folder: Path) -> bool:
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert "Contracts:" in result.stdout, result.stdout + result.stderr
    return result.returncode == 0


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    for name in ("app", "workers"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.po", "build", "node_modules", "__pycache__")
        )
    for name in ("pyproject.toml", "config.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("app/people/queries.py", "import app.cases.models"),
        ("app/foundation/clock.py", "import app.accounts.models"),
        ("app/cases/services.py", "import workers.relay"),
        ("app/people/routes.py", "import app.people.models"),
    ],
)
def test_a_breach_is_noticed(copy_of_the_house: Path, file: str, line: str) -> None:
    path = copy_of_the_house / file
    target = path if path.exists() else path.with_suffix("") / "__init__.py"
    target.write_text(target.read_text() + f"\n{line}\n")
    assert not contracts_hold(copy_of_the_house)


def test_the_contracts_hold() -> None:
    assert contracts_hold(ROOT)


def test_pages_touch_neither_session_nor_sql() -> None:
    touching = [
        f"{path.relative_to(ROOT)} imports {name}"
        for drawer in PAGE_DRAWERS
        for path in [*(ROOT / "app").glob(f"*/{drawer}"), *(ROOT / "app").glob(f"*/{drawer.removesuffix('.py')}/*.py")]
        for name in imported_by(path)
        if name.startswith(FORBIDDEN_TO_PAGES)
    ]
    assert touching == []


def imported_by(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names
