"""Our own walker: every rule of the URL map, by every role, with every kind of id and value that an attacker would try."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from ops.address import Address
from ops.prove.attack import canaries, inputs, interference, partner, records, refusals
from ops.prove.attack.canaries import Canary
from ops.prove.attack.effort import Effort
from ops.prove.attack.findings import Finding, once_each
from ops.prove.attack.records import Place
from ops.prove.attack.seams import UrlMap
from ops.prove.attack.sign_in import sign_in
from ops.prove.attack.visitor import Visitor
from ops.prove.attack.walk import SCOPED_ROLES, Caller, Walk
from ops.prove.attack.watch import Watch
from ops.prove.running import RunningQuipu

ROLES = ("", partner.ROLE, "caseworker", "supervisor", "reporting_officer", "data_protection", "administrator")
"""The empty one is a visitor who has not signed in; a partner has a link and no account."""
HOME = "CUC"
"""The office whose staff walk; its country has another office, and other countries have theirs."""
ELSEWHERE = "QTO"
REPORTED = ("CO", "EC")
SECONDS_FOR_REPORTS = 60


@dataclass(frozen=True)
class Ground:
    """What stands on an instance before it is attacked: the planted files of each office that has accounts."""

    quipu: RunningQuipu
    planted: Sequence[Canary]
    token: str
    """Of the link by which a partner opens one referral of the home office."""


@dataclass(frozen=True)
class Walked:
    """One walk's findings, each fault of a place once; ``requests`` by role."""

    found: Sequence[Finding]
    requests: Mapping[str, int]
    seconds: float


def prepare(quipu: RunningQuipu) -> Ground:
    """Plant a file in each office that has accounts, and have a report made for two countries."""
    planted = [_plant_by(quipu, account) for account in quipu.accounts("caseworker")]
    (officer,) = quipu.accounts("reporting_officer")
    visitor = sign_in(quipu.address, officer)
    for country in REPORTED:
        canaries.saved(visitor, "/reports/new", "scope", {"scope": country})
    visitor.hang_up()
    _wait_for_reports(quipu)
    return Ground(quipu, planted, _refer(quipu, next(one for one in planted if one.office == HOME)))


def walk(ground: Ground, visitors: Mapping[str, Visitor], effort: Effort, endpoints: frozenset[str] = frozenset()) -> Walked:
    """Attack one server of the instance by those who are signed in there; refusals first, as what follows changes records.

    Args:
        visitors: role -> who walks as it; the empty role for nobody.
        endpoints: what is walked; empty for everything.
    """
    began = time.monotonic()
    with ground.quipu.database() as connection:
        places = records.places(connection)
        urls = UrlMap(records.codes(connection))
        walk = Walk(urls, places, list(ground.planted), Watch(connection), partial(forget_limits, ground.quipu), endpoints)
        blind(walk)
        callers = [Caller(role, visitor, _home_of(ground, role, places[HOME])) for role, visitor in visitors.items()]
        for caller in callers:
            refusals.walk(walk, caller, effort)
        for caller in callers:
            interference.walk(walk, caller, lambda: work_elsewhere(ground, walk))
        # Whoever reaches one office walks apart from those who may change the rows of all.
        for together in ([one for one in callers if one.is_scoped], [one for one in callers if not one.is_scoped]):
            with ThreadPoolExecutor(max_workers=max(1, len(together))) as threads:
                list(threads.map(partial(inputs.walk, walk, effort=effort), together))
    for visitor in visitors.values():
        visitor.hang_up()
    requests = {role: visitor.requests for role, visitor in visitors.items()}
    return Walked(list(once_each(walk.found)), requests, time.monotonic() - began)


def signed_in(quipu: RunningQuipu, address: Address, roles: Sequence[str] = ROLES) -> Mapping[str, Visitor]:
    """A visitor for each role; caseworker and supervisor are those of the home office."""
    return {role: _visitor(quipu, address, role) for role in roles}


def endpoints_of(beginnings: Sequence[str]) -> frozenset[str]:
    """The endpoints whose names begin with one of these words."""
    return frozenset(seam.rule.endpoint for seam in UrlMap({}).seams if seam.rule.endpoint.startswith(tuple(beginnings)))


def _visitor(quipu: RunningQuipu, address: Address, role: str) -> Visitor:
    if role in {"", partner.ROLE}:
        return Visitor(address, role)
    account = next(one for one in quipu.accounts(role) if role not in SCOPED_ROLES or one["office"] == HOME)
    return sign_in(address, account)


def work_elsewhere(ground: Ground, walk: Walk) -> None:
    """New records in an office of another country."""
    account = next(one for one in ground.quipu.accounts("caseworker") if one["office"] == ELSEWHERE)
    walk.canaries.append(_plant_by(ground.quipu, account))


def _home_of(ground: Ground, role: str, home: Place) -> Place:
    return replace(home, ids={**home.ids, "token": ground.token}) if role == partner.ROLE else home


def _refer(quipu: RunningQuipu, file: Canary) -> str:
    visitor = _visitor(quipu, quipu.address, "caseworker")
    token = partner.receive_link(quipu, visitor, file)
    visitor.hang_up()
    return token


def forget_limits(quipu: RunningQuipu) -> None:
    """Start all counts of tries anew, as the next hour would."""
    with quipu.broker() as broker:
        for key in broker.scan_iter("LIMITS:*"):
            broker.delete(key)


def _plant_by(quipu: RunningQuipu, account: Mapping[str, str]) -> Canary:
    visitor = sign_in(quipu.address, account)
    canary = canaries.plant(visitor, account["office"])
    visitor.hang_up()
    return canary


def blind(walk: Walk) -> None:
    """A kind of record that the walker cannot name would go untested: each is told as a finding."""
    for seam in walk.urls.seams:
        for name in sorted(seam.record_arguments - records.KNOWN):
            walk.found.append(
                Finding("walker", "blind", seam.rule.rule, "", f"no record is known for {name}: add it to records.py")
            )


def _wait_for_reports(quipu: RunningQuipu) -> None:
    deadline = time.monotonic() + SECONDS_FOR_REPORTS
    with quipu.database() as connection:
        while time.monotonic() < deadline:
            waiting = connection.execute("SELECT count(*) FROM donor_report WHERE status NOT IN ('ready', 'failed')").fetchone()
            if waiting == (0,):
                return
            time.sleep(0.3)
