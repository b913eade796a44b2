"""The code of conduct that everybody accepts at their first sign-in, by version and language.

A version that was in force is never changed: a new text is a new version (``CONDUCT_VERSION``), and everybody is asked
again. ``<version>.<language>.txt``: the first line is the title, a line that begins with ``#`` a heading, the others
paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.accounts.policies.sign_in_steps import CONDUCT_VERSION
from app.web.languages import DEFAULT, LANGUAGES

FOLDER = Path(__file__).parent


@dataclass
class Section:
    """A heading with its paragraphs."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ConductText:
    """The code in one language."""

    version: int
    title: str
    opening: str
    sections: tuple[Section, ...]


def text_in(language: str) -> ConductText:
    """The version in force, in a language of the interface; in Spanish for any other."""
    return _read(CONDUCT_VERSION, language if language in LANGUAGES else DEFAULT)


@cache
def _read(version: int, language: str) -> ConductText:
    title, opening, *lines = (FOLDER / f"{version}.{language}.txt").read_text(encoding="utf-8").strip().splitlines()
    sections: list[Section] = []
    for line in lines:
        if line.startswith("#"):
            sections.append(Section(line.removeprefix("#").strip()))
        elif line:
            sections[-1].paragraphs.append(line)
    return ConductText(version, title, opening, tuple(sections))
