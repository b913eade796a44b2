"""Which seeded bug was found by which tool."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from werkzeug.routing import Rule

from ops.check.reach import urls_only
from ops.prove.attack.findings import Finding
from ops.prove.attack.seams import ARGUMENT
from ops.prove.attack.seeded.bugs import BUGS, Bug

TOOLS = ("walker", "wapiti", "sqlmap")


def found_bugs(findings: Iterable[Finding]) -> Mapping[str, frozenset[str]]:
    """Bug -> the tools that found it: by a claim of the right kind at the right place, not by any noise."""
    claims = list(findings)
    rules = {rule.endpoint: rule for rule in urls_only().url_map.iter_rules()}
    return {
        bug.name: frozenset(claim.tool for claim in claims if _tells(claim, bug, rules[bug.endpoint])) for bug in BUGS.values()
    }


def table(found: Mapping[str, frozenset[str]]) -> str:
    """Bug by tool, as a text of columns."""
    width = max(map(len, found)) + 2
    lines = [f"{'seeded bug':<{width}}" + "".join(f"{tool:<9}" for tool in TOOLS)]
    for name, tools in found.items():
        lines.append(f"{name:<{width}}" + "".join(f"{'found' if tool in tools else '-':<9}" for tool in TOOLS).rstrip())
    return "\n".join(lines)


def _tells(claim: Finding, bug: Bug, rule: Rule) -> bool:
    if claim.kind not in bug.called:
        return False
    place = claim.where.partition(" ")[2]
    pattern = "".join(
        "[^/]+" if number % 2 else re.escape(text) for number, text in enumerate(ARGUMENT.sub("\0-\0", rule.rule).split("\0"))
    )
    return place == rule.rule or re.fullmatch(pattern, place) is not None
