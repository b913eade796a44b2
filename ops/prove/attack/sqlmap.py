"""sqlmap as each role: every parameter of every list and form, within bounds of time, level and risk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from ops.prove.attack.findings import Finding
from ops.prove.attack.forms import CSRF_FIELD
from ops.prove.attack.targets import Target
from ops.prove.attack.tools import Tools
from ops.prove.attack.walk import Caller

FOUND = re.compile(r"^Parameter: (?P<name>.+?) \((?P<place>GET|POST|URI|Cookie)\)", re.MULTILINE)
ANEW = "import uuid;submission_id=str(uuid.uuid4())"
"""For each request: the product answers a submission that it knows without looking at it again."""
REACHED = re.compile(r"testing (?:if|connection)|parameter .* does not seem to be injectable|are tested|appear to be injectable")


@dataclass(frozen=True)
class Bounds:
    """sqlmap's own level and risk, its techniques, and seconds for one target."""

    level: int
    risk: int
    techniques: str
    seconds: int


FULL = Bounds(level=1, risk=1, techniques="BEU", seconds=45)
FEW_PAGES = Bounds(level=2, risk=1, techniques="BEUT", seconds=120)


def attack(tools: Tools, caller: Caller, targets: Sequence[Target], bounds: Bounds) -> list[Finding]:
    """Every injection that sqlmap claims for one caller. A target without parameters has nothing to inject into."""
    found: list[Finding] = []
    for target in targets:
        if target.parameters or target.fields:
            printed = tools.run("sqlmap", _arguments(tools, caller, target, bounds), within=bounds.seconds + 15)
            found += findings_in(printed, caller.role, target)
    return found


def _arguments(tools: Tools, caller: Caller, target: Target, bounds: Bounds) -> list[str]:
    base = caller.visitor.address.url
    arguments = [
        *("-u", base + target.path, "--batch", "--flush-session", "--disable-coloring", "--dbms", "PostgreSQL"),
        *("--level", str(bounds.level), "--risk", str(bounds.risk), "--technique", bounds.techniques),
        *("--time-limit", str(bounds.seconds), "--timeout", "10", "--retries", "0", "--time-sec", "2", "--threads", "2"),
        *("--skip-waf", "--skip-heuristics", "--output-dir", str(tools.scratch / "sqlmap")),
        *("--ignore-code", "400,403,404,409,422,429", "--answers", "follow=N,keep testing=N"),
    ]
    if caller.is_signed_in:
        arguments += ["--cookie", caller.visitor.cookie_header]
    if target.fields is None:
        return [*arguments, "-p", ",".join(target.parameters)]
    fields = [(name, value) for name, value in target.fields if name != CSRF_FIELD]
    body = urlencode([*fields, (CSRF_FIELD, caller.visitor.token)])
    tested = target.parameters or sorted({name for name, _ in fields})
    return [*arguments, "--data", body, "--headers", f"Origin: {base}", "--eval", ANEW, "-p", ",".join(tested)]


def findings_in(printed: str, role: str, target: Target) -> Iterator[Finding]:
    """The claims in what sqlmap printed about one target; silence is told as one."""
    where = f"{'GET' if target.fields is None else 'POST'} {urlsplit(target.path).path}"
    if not REACHED.search(printed):
        yield Finding("sqlmap", "no report", where, role, printed[-200:].strip())
    for claim in FOUND.finditer(printed):
        yield Finding("sqlmap", "injection", where, role, f"the parameter {claim['name']} ({claim['place']})")
