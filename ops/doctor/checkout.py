"""The checkout: Python, the built assets, the compiled translations."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from ops.bootstrap import assets, translations
from ops.doctor.findings import Finding, problem, well


def examine_checkout() -> Iterator[Finding]:
    yield well("python", platform.python_version())
    if assets.are_built():
        yield well("assets", "built")
    else:
        yield problem("assets", "missing or older than their sources", "The next ./quipu run builds them.")
    if translations.are_compiled():
        yield well("translations", "compiled")
    else:
        yield problem("translations", "not compiled, or older than their sources", "The next ./quipu run compiles them.")
