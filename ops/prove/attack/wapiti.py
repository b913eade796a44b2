"""Wapiti as each role: it crawls from the role's own pages, and attacks what it finds within bounds of time and depth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ops.prove.attack.findings import Finding
from ops.prove.attack.targets import SIGN_OUT, Target
from ops.prove.attack.tools import Tools
from ops.prove.attack.walk import Caller

MODULES = "cookieflags,crlf,csp,csrf,exec,file,http_headers,permanentxss,redirect,sql,timesql,xss"
"""Those that need no host outside of this machine."""
NAMES = {
    "Reflected Cross Site Scripting": "Reflected XSS",
    "Stored Cross Site Scripting": "Stored XSS",
    "SQL Injection": "SQL Injection",
    "Blind SQL Injection": "SQL Injection",
    "Content Security Policy Configuration": "CSP",
    "Cross Site Request Forgery": "CSRF",
    "Internal Server Error": "fault",
}
"""Wapiti's words where others are shorter."""


@dataclass(frozen=True)
class Bounds:
    """Seconds for the crawl and for each module, and how many links deep the crawl goes."""

    crawl: int
    module: int
    depth: int
    whole: int


FULL = Bounds(crawl=60, module=30, depth=1, whole=600)
FEW_PAGES = Bounds(crawl=20, module=120, depth=0, whole=900)


def attack(tools: Tools, caller: Caller, targets: Sequence[Target], bounds: Bounds) -> list[Finding]:
    """Everything that Wapiti claims about the pages of one caller."""
    base = caller.visitor.address.url
    report = tools.scratch / "wapiti.json"
    report.unlink(missing_ok=True)
    pages = [base + target.path for target in targets if target.fields is None]
    starts = [word for page in pages for word in ("-s", page)]
    identity = ["-C", caller.visitor.cookie_header] if caller.is_signed_in else []
    arguments = [
        *("-u", f"{base}/", "--scope", "domain", *starts, "-x", f"{base}{SIGN_OUT}", *identity),
        *("-m", MODULES, "-d", str(bounds.depth), "--max-links-per-page", "15", "--tasks", "4", "-t", "10"),
        *("--max-scan-time", str(bounds.crawl), "--max-attack-time", str(bounds.module), "--flush-session", "-v", "0"),
        *("--store-session", str(tools.scratch), "--store-config", str(tools.scratch), "--no-bugreport"),
        *("-f", "json", "-o", str(report)),
    ]
    printed = tools.run("wapiti", arguments, within=bounds.whole)
    if not report.exists():
        return [Finding("wapiti", "no report", "ANY /", caller.role, printed[-200:].strip())]
    return list(findings_in(report.read_text(), caller.role))


def findings_in(report: str, role: str) -> Iterator[Finding]:
    """The claims of a report in Wapiti's JSON."""
    told: dict[str, Any] = json.loads(report)
    for part in ("vulnerabilities", "anomalies"):
        for category, claims in told[part].items():
            for claim in claims:
                where = f"{claim['method']} {urlsplit(claim['path']).path}"
                detail = f"{' '.join(claim['info'].split())[:120]} ({claim['parameter'] or 'no parameter'})"
                yield Finding("wapiti", NAMES.get(category, category), where, role, detail)
