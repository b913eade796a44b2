"""The whole attack: which tool against which server as whom, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ops.prove.attack import effort, partner, records, sqlmap, walker, wapiti
from ops.prove.attack.findings import FalseAlarm, Finding, told_apart
from ops.prove.attack.ground import HOME, Ground
from ops.prove.attack.seams import UrlMap
from ops.prove.attack.seeded.bugs import BUGS
from ops.prove.attack.seeded.found import TOOLS, found_bugs, table
from ops.prove.attack.seeded.running import seeded_server
from ops.prove.attack.targets import Target, targets
from ops.prove.attack.tools import Tools, ensure_tools
from ops.prove.attack.walk import Caller
from ops.prove.running import RunningQuipu

SEEDED_ROLE = "caseworker"
"""Every seeded bug shows to a caseworker."""
EVERYTHING: frozenset[str] = frozenset()


@dataclass
class Result:
    """What one attack found. ``figures``: a line for each tool and role."""

    found: list[Finding] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)

    @property
    def stand(self) -> list[Finding]:
        return told_apart(self.found)[0]

    @property
    def explained(self) -> list[tuple[Finding, FalseAlarm]]:
        return told_apart(self.found)[1]


class Campaign:
    """Attacks on one instance, whose ground is prepared."""

    def __init__(self, ground: Ground, tools: Sequence[str], roles: Sequence[str], folder: Path) -> None:
        self._ground = ground
        self._chosen = tools
        self._roles = roles
        self._tools: Tools | None = ensure_tools(folder) if {"wapiti", "sqlmap"} & set(tools) else None

    def against_the_product(self) -> Result:
        """The others first: our own walker ends with changing what it can."""
        result = Result()
        self._others(self._ground.quipu, self._roles, result, EVERYTHING)
        if "walker" in self._chosen:
            self._walk(self._ground.quipu, self._roles, result, effort.FULL, EVERYTHING)
        return result

    def against_the_bugs(self) -> Mapping[str, frozenset[str]]:
        """Seeded bug -> the tools that found it."""
        result, endpoints = Result(), frozenset(bug.endpoint for bug in BUGS.values())
        with seeded_server(self._ground.quipu) as broken:
            self._others(broken, [SEEDED_ROLE], result, endpoints)
            if "walker" in self._chosen:
                self._walk(broken, [SEEDED_ROLE], result, effort.SMALL, endpoints)
        return found_bugs(result.found)

    def _walk(
        self, server: RunningQuipu, roles: Sequence[str], result: Result, much: effort.Effort, endpoints: frozenset[str]
    ) -> None:
        walked = walker.walk(self._ground, server.address, roles, much, endpoints)
        requests = ", ".join(f"{role or 'nobody'} {count:,}" for role, count in walked.requests.items())
        _tell(result, f"walker: {sum(walked.requests.values()):,} requests in {walked.seconds:.0f} s ({requests})", walked.found)

    def _others(self, server: RunningQuipu, roles: Sequence[str], result: Result, endpoints: frozenset[str]) -> None:
        if self._tools is None:
            return
        seen: set[tuple[str, bool]] = set()
        for role in (role for role in roles if role != partner.ROLE):
            caller, aims = self._aims(server, role, endpoints)
            # The statements behind a page are the same for all who reach it: sqlmap attacks it as the first of them.
            new = [aim for aim in aims if (aim.rule, aim.fields is None) not in seen]
            seen |= {(aim.rule, aim.fields is None) for aim in aims}
            if "wapiti" in self._chosen:
                began, bounds = time.monotonic(), wapiti.FEW_PAGES if endpoints else wapiti.FULL
                claims = wapiti.attack(self._tools, caller, aims, bounds)
                _tell(result, f"wapiti: {role or 'nobody'}, {len(aims)} starts, {time.monotonic() - began:.0f} s", claims)
            if "sqlmap" in self._chosen:
                began, narrow = time.monotonic(), sqlmap.FEW_PAGES if endpoints else sqlmap.FULL
                claims = sqlmap.attack(self._tools, caller, new, narrow)
                _tell(result, f"sqlmap: {role or 'nobody'}, {len(new)} targets, {time.monotonic() - began:.0f} s", claims)

    def _aims(self, server: RunningQuipu, role: str, endpoints: frozenset[str]) -> tuple[Caller, list[Target]]:
        """The role freshly signed in at a server, and what it can reach there."""
        with server.database() as connection:
            home, urls = records.places(connection)[HOME], UrlMap(records.codes(connection))
        caller = Caller(role, self._ground.visitor(server.address, role), home)
        aims = targets(urls, caller, endpoints)
        caller.visitor.hang_up()
        return caller, aims


def report(product: Result | None, bugs: Mapping[str, frozenset[str]] | None) -> Iterator[str]:
    """Findings, false alarms with their reasons, and the table of seeded bugs."""
    if product:
        yield f"{len(product.stand)} findings on the product"
        yield from (f"  {finding}" for finding in product.stand)
        yield f"{len(product.explained)} false alarms, each reviewed"
        yield from (f"  {finding.tool}: {finding.kind}: {finding.where}: {alarm.reason}" for finding, alarm in product.explained)
    if bugs:
        yield table(bugs)
        yield f"{sum(map(bool, bugs.values()))} of {len(bugs)} seeded bugs found"


def _tell(result: Result, line: str, claims: Sequence[Finding]) -> None:
    """Keep what a tool claims, and print at once how much it is: a run that breaks off later has said so far."""
    result.found += claims
    result.figures.append(line)
    print(f"{line}: {len(claims)} claims", flush=True)


__all__ = ["TOOLS", "Campaign", "Result", "report"]
