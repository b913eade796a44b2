"""Compiled translations: each room's ``.po`` files become the ``.mo`` files that the pages read."""

from __future__ import annotations

from pathlib import Path

from ops.bootstrap.progress import run, step
from ops.bootstrap.stamps import ROOT, VENV_PYTHON, Stamp, digest_of

STAMP = Stamp("translations")


def ensure_translations() -> None:
    if are_compiled():
        return
    with step("Compiling translations"):
        run([VENV_PYTHON, "-m", "ops", "translations", "compile"], cwd=ROOT)
    STAMP.write(_digest())


def are_compiled() -> bool:
    """Whether each catalogue has its compiled twin, made from the words it holds now."""
    return all(source.with_suffix(".mo").exists() for source in _sources()) and STAMP.says(_digest())


def _sources() -> list[Path]:
    return sorted((ROOT / "app").glob("**/translations/*/LC_MESSAGES/*.po"))


def _digest() -> str:
    return digest_of(_sources())
