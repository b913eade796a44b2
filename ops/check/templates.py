"""Templates: each compiles, imports only what it uses, and holds no inline script, style or handler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from config import ROOT

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son(?:click|change|load|submit|input)=|javascript:", re.IGNORECASE
)


def template_files() -> list[Path]:
    return sorted((ROOT / "app").glob("*/templates/**/*.html"))


@cache
def _environment() -> Environment:
    return Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


def faults() -> Iterator[str]:
    for path in template_files():
        source = path.read_text()
        name = path.relative_to(ROOT)
        try:
            tree = _environment().parse(source)
        except TemplateSyntaxError as error:
            yield f"{name}:{error.lineno}: {error.message}"
            continue
        yield from (f"{name}: imports {unused} and does not use it" for unused in _unused_imports(tree))
        yield from (f"{name}: inline code: {found.group(0).strip()}" for found in INLINE.finditer(source))
        if "|safe" in source.replace(" ", ""):
            yield f"{name}: |safe opens a door for scripts; give Markup from Python where it is made"


def _unused_imports(tree: nodes.Template) -> list[str]:
    imported: set[str] = set()
    for from_import in tree.find_all(nodes.FromImport):
        imported |= {name if isinstance(name, str) else name[1] for name in from_import.names}
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    return sorted(imported - used)
