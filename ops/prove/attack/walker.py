"""Our own walker: every rule of the URL map, by every role, with every kind of id and value that an attacker would try."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from ops.address import Address
from ops.prove.attack import inputs, interference, records, refusals
from ops.prove.attack.effort import Effort
from ops.prove.attack.findings import Finding, once_each
from ops.prove.attack.ground import ELSEWHERE, HOME, Ground
from ops.prove.attack.seams import UrlMap
from ops.prove.attack.walk import Caller, Walk
from ops.prove.attack.watch import Watch


@dataclass(frozen=True)
class Walked:
    """One walk's findings, each fault of a place once; ``requests`` by role."""

    found: Sequence[Finding]
    requests: Mapping[str, int]
    seconds: float


def walk(
    ground: Ground, server: Address, roles: Sequence[str], effort: Effort, endpoints: frozenset[str] = frozenset()
) -> Walked:
    """Attack one server of an instance as each role; refusals first, as what follows changes records.

    Args:
        endpoints: what is walked; empty for everything.
    """
    began = time.monotonic()
    visitors = ground.visitors(server, roles)
    with ground.quipu.database() as connection:
        places = records.places(connection)
        urls = UrlMap(records.codes(connection))
        walk = Walk(ground, urls, places, Watch(connection), endpoints)
        blind(walk)
        callers = [Caller(role, visitor, ground.home_of(role, places[HOME])) for role, visitor in visitors.items()]
        for caller in callers:
            known = len(walk.found)
            refusals.walk(walk, caller, effort)
            claims = list(once_each(walk.found[known:]))
            print(f"  {caller.role or 'nobody'}: refusals pressed, {len(claims)} claims", flush=True)
            for claim in claims:
                print(f"    {claim}", flush=True)
        for caller in callers:
            interference.walk(walk, caller, lambda: ground.plant(ELSEWHERE))
        # Whoever reaches one office walks apart from those who may change the rows of all.
        for together in ([one for one in callers if one.is_scoped], [one for one in callers if not one.is_scoped]):
            with ThreadPoolExecutor(max_workers=max(1, len(together))) as threads:
                list(threads.map(partial(inputs.walk, walk, effort=effort), together))
    for visitor in visitors.values():
        visitor.hang_up()
    requests = {role: visitor.requests for role, visitor in visitors.items()}
    return Walked(list(once_each(walk.found)), requests, time.monotonic() - began)


def endpoints_of(beginnings: Sequence[str]) -> frozenset[str]:
    """The endpoints whose names begin with one of these words."""
    return frozenset(seam.rule.endpoint for seam in UrlMap({}).seams if seam.rule.endpoint.startswith(tuple(beginnings)))


def blind(walk: Walk) -> None:
    """A kind of record that the walker cannot name would go untested: each is told as a finding."""
    for seam in walk.urls.seams:
        for name in sorted(seam.record_arguments - records.KNOWN):
            walk.found.append(
                Finding("walker", "blind", seam.rule.rule, "", f"no record is known for {name}: add it to records.py")
            )
