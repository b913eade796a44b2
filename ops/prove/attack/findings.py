"""What the tools of an attack found, in one shape, and the reviewed list of false alarms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One fault that a tool claims.

    Attributes:
        tool: ``walker``, ``wapiti`` or ``sqlmap``.
        kind: in the tool's own words, such as ``scope`` or ``SQL Injection``.
        where: method and route or address.
        who: the role that sent the request; empty for nobody.
        detail: what was sent and what came back.
    """

    tool: str
    kind: str
    where: str
    who: str
    detail: str

    def __str__(self) -> str:
        return f"{self.tool}: {self.kind}: {self.where} as {self.who or 'nobody'}: {self.detail}"


@dataclass(frozen=True)
class FalseAlarm:
    """A claim that was looked into and is none; ``where`` is a regular expression over the whole place."""

    tool: str
    kind: str
    where: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        is_same = (finding.tool, finding.kind) == (self.tool, self.kind)
        return is_same and re.fullmatch(self.where, finding.where) is not None


FALSE_ALARMS: tuple[FalseAlarm, ...] = (
    FalseAlarm(
        "wapiti",
        "Secure Flag cookie",
        r"GET .*",
        "the attacked demo speaks plain HTTP on loopback, where browsers keep no Secure cookie; under an https address the "
        "cookie is named __Host-quipu and is Secure (config.py)",
    ),
)
"""Reviewed by reading the code behind each; an entry wants a reason that a stranger can check."""


def told_apart(found: Iterable[Finding]) -> tuple[list[Finding], list[tuple[Finding, FalseAlarm]]]:
    """Findings that stand, and those that the reviewed list explains. The same fault of the same place counts once."""
    stand: list[Finding] = []
    explained: list[tuple[Finding, FalseAlarm]] = []
    for finding in once_each(found):
        alarm = next((alarm for alarm in FALSE_ALARMS if alarm.covers(finding)), None)
        if alarm:
            explained.append((finding, alarm))
        else:
            stand.append(finding)
    return stand, explained


def once_each(found: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[tuple[str, str, str]] = set()
    for finding in found:
        key = (finding.tool, finding.kind, finding.where)
        if key not in seen:
            seen.add(key)
            yield finding
