"""Documents made from the code: state diagrams, data inventory, who reaches what. A stale one fails the check."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from app.cases.lifecycle import CASE
from app.data_protection.lifecycle import ERASURE
from app.foundation.lifecycle import Lifecycle
from app.imports.lifecycle import IMPORT
from app.referrals.lifecycle import REFERRAL
from app.reporting.lifecycle import REPORT
from app.tables import METADATA
from config import ROOT
from ops.check import reach

LIFECYCLES: tuple[Lifecycle[enum.StrEnum], ...] = (CASE, REFERRAL, REPORT, ERASURE, IMPORT)  # type: ignore[assignment]
MADE_BY = "<!-- Made by ./quipu fix from the code; change the code, not this page. -->"


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    states = {ROOT / "docs" / "states" / f"{lifecycle.name}.md": state_page(lifecycle) for lifecycle in LIFECYCLES}
    return {
        **states,
        ROOT / "docs" / "data-inventory.md": inventory_page(),
        ROOT / "docs" / "security" / "who-reaches-what.md": reach.page(MADE_BY),
    }


def stale() -> Iterator[str]:
    for path, text in pages().items():
        if not path.exists() or path.read_text() != text:
            yield f"{path.relative_to(ROOT)} is stale: run ./quipu fix"


def write() -> None:
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def state_page(lifecycle: Lifecycle[enum.StrEnum]) -> str:
    """A diagram and a table of one lifecycle."""
    lines = [MADE_BY, "", f"# The states of a {lifecycle.name.replace('_', ' ')}", "", "```mermaid", "stateDiagram-v2"]
    lines += [
        f"    {source or '[*]'} --> {step.target}: {step.step}" for step in lifecycle.transitions for source in step.sources
    ]
    lines += [f"    {state} --> [*]" for state in sorted(lifecycle.final_states)]
    lines += ["```", "", "| step | from | to | taken by | clock |", "|---|---|---|---|---|"]
    for transition in lifecycle.transitions:
        sources = ", ".join(source or "(new)" for source in transition.sources)
        lines.append(
            f"| {transition.step} | {sources} | {transition.target} | {', '.join(transition.taken_by)} | {transition.clock} |"
        )
    return "\n".join(lines) + "\n"


def inventory_page() -> str:
    """Every column with its field class, by table."""
    lines = [
        MADE_BY, "", "# Data inventory", "",
        "Field classes: **P0** public code, **P1** case facts, **P2** identity, **P3** protection narrative, **P4** gender-based",
        "violence, trafficking and the like. A column that is **sealed** holds bytes that only the named key opens; a",
        "fingerprint finds equal values without showing them.", "",
    ]  # fmt: skip
    for table in sorted(METADATA.tables.values(), key=lambda table: table.name):
        if all(column.info.get("privacy") == "P0" for column in table.columns):
            continue
        lines += [f"## {table.name}", "", "| column | type | class |", "|---|---|---|"]
        lines += [f"| {column.name} | {_type_word(column)} | {column.info['privacy']} |" for column in table.columns]
        lines.append("")
    public = sorted(t.name for t in METADATA.tables.values() if all(c.info.get("privacy") == "P0" for c in t.columns))
    lines += ["## Tables of public codes only (P0)", "", ", ".join(public) + "."]
    return "\n".join(lines) + "\n"


def _type_word(column: sa.Column[object]) -> str:
    if isinstance(column.type, sa.Enum):
        return "one of " + ", ".join(column.type.enums)
    if "sealed" in column.info:
        return _sealed_word(column)
    return str(column.type).lower()


def _sealed_word(column: sa.Column[object]) -> str:
    """Which key seals the column: that of the row itself, of the person or case it belongs to, or the instance's own."""
    under = column.info["sealed"]
    if under == "fingerprint":
        return "keyed fingerprint"
    owner = column.table.name if under == "id" else under.removesuffix("_id")
    return "sealed (contents key)" if under == "contents" else f"sealed ({owner}'s key)"
