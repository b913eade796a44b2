"""The commands of ``./quipu``: which module answers, what must be in place first, and one line of help.

Standard library only: this is read before there is a ``.venv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Need(Enum):
    """Something that the bootstrap puts in place before a command starts."""

    PACKAGES = auto()
    DEVELOPMENT_PACKAGES = auto()
    ASSETS = auto()
    TRANSLATIONS = auto()


TO_SERVE = frozenset({Need.PACKAGES, Need.ASSETS, Need.TRANSLATIONS})
TO_DEVELOP = frozenset({Need.DEVELOPMENT_PACKAGES, Need.ASSETS, Need.TRANSLATIONS})


@dataclass(frozen=True)
class Command:
    """One command, answered by a function that takes the further arguments and gives the exit code."""

    module: str
    summary: str
    function: str = "main"
    needs: frozenset[Need] = TO_SERVE
    is_listed: bool = True


COMMANDS: Mapping[str, Command] = {
    "run": Command("ops.run", "start Quipu and everything it needs (the first start makes a demo instance)"),
    "init": Command("ops.init", "make a real, empty instance: --email E --name N; prints their one-time link"),
    "code": Command("ops.code", "print the present sign-in code of a demo account: EMAIL", needs=frozenset({Need.PACKAGES})),
    "doctor": Command(
        "ops.doctor", "look at each component and say what to do (--json for machines)", needs=frozenset({Need.PACKAGES})
    ),
    "backup": Command("ops.backup.command", "one encrypted file that brings everything back: --to FOLDER; first --new-identity"),
    "restore": Command("ops.backup.restoring", "bring an instance back from a backup: FILE --identity FILE --into FOLDER"),
    "audit": Command("ops.audit", "the audit trail: verify, seal, begin-era (after a restore)", needs=frozenset({Need.PACKAGES})),
    "demo": Command("ops.demo", "load a volume of invented people: --people N --seed S"),
    "people": Command(
        "ops.people", "match FILE.csv [FILE2.csv] --out PAIRS.csv: who stands there twice", needs=frozenset({Need.PACKAGES})
    ),
    "keys": Command("ops.keys", "show: the stored keys; rotate: change the key that wraps the data keys"),
    "test": Command("ops.test", "run the tests with all they need; arguments go to pytest", needs=TO_DEVELOP),
    "check": Command(
        "ops.check", "format, types, security, import contracts, templates, translations, generated docs", needs=TO_DEVELOP
    ),
    "fix": Command("ops.check", "put right what check can put right by itself", function="fix", needs=TO_DEVELOP),
    "bench": Command("ops.bench", "measure the main pages over real HTTP: --people N", needs=TO_DEVELOP),
    "sbom": Command("ops.sbom", "the bill of materials of this checkout, as CycloneDX", needs=frozenset({Need.PACKAGES})),
    "advisories": Command(
        "ops.advisories", "known faults of the pinned packages, by pip-audit", needs=frozenset({Need.PACKAGES})
    ),
    "prove": Command("ops.prove", "proof runs at full size, too long for every day; without a name: list them", needs=TO_DEVELOP),
    "servers": Command("ops.units.servers", "PostgreSQL and Valkey alone, for the units in deploy/", is_listed=False),
    "part": Command("ops.units.part", "web, worker, relay or beat alone, for the units in deploy/", is_listed=False),
    "credentials": Command("ops.units.credentials", "cut the secrets into one file for each unit", is_listed=False),
    "install": Command("ops.units.installed", "fetch packages and build pages, and start nothing", is_listed=False),
    "prepare": Command("ops.prepare", "migrations, roles, catalogue and demo operation", is_listed=False),
    "translations": Command("ops.translations", "extract and compile the words of the pages", needs=TO_DEVELOP, is_listed=False),
}


def help_text() -> str:
    """The commands with one line each."""
    width = max(len(name) for name in COMMANDS) + 2
    lines = [f"  {name:<{width}}{command.summary}" for name, command in COMMANDS.items() if command.is_listed]
    return "\n".join(
        [
            "Quipu: case management for humanitarian assistance to migrants and refugees.",
            "",
            "Use: ./quipu COMMAND [ARGUMENTS]",
            "",
            *lines,
            f"  {'help':<{width}}this page",
            "",
            "State lives in ./var (QUIPU_STATE); the address is 127.0.0.1:8000 (QUIPU_HOST, QUIPU_PORT);",
            "DATABASE_URL and REDIS_URL put servers of your own in place of the embedded ones.",
        ]
    )
