"""One walk over a running instance: who walks, what is known of its records, and what was found so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ops.prove.attack import canaries, checks, partner
from ops.prove.attack.findings import Finding
from ops.prove.attack.forms import Fields
from ops.prove.attack.records import Ids, Place, nothing
from ops.prove.attack.seams import Seam, UrlMap
from ops.prove.attack.visitor import Reply, Visitor
from ops.prove.attack.watch import Watch

if TYPE_CHECKING:
    from ops.prove.attack.ground import Ground

TOO_MANY = 429
LONGEST_ADDRESS = 4_000
"""Characters; gunicorn answers for itself from 4,094 on."""
SCOPED_ROLES = frozenset({"caseworker", "supervisor"})
"""Their grants reach one office; all other roles of the demo reach the whole operation, each only its part."""
TOLD_OF_CODES = {("data_protection", rule) for rule in ("/audit", "/emergency", "/erasures", "/retention/holds/new")}
"""Trail and reviews name records by their codes: that is their purpose. The form of a hold shows one that is nobody's."""


@dataclass(frozen=True)
class Caller:
    """Somebody who walks. ``role`` is empty for a visitor who has not signed in."""

    role: str
    visitor: Visitor
    place: Place

    @property
    def is_scoped(self) -> bool:
        return self.role in SCOPED_ROLES

    @property
    def is_signed_in(self) -> bool:
        return self.role not in {"", partner.ROLE}

    @property
    def offices(self) -> Sequence[str]:
        """Codes of the offices whose files this caller may meet; a partner meets one referral of theirs."""
        return (self.place.code,) if self.is_scoped or self.role == partner.ROLE else ()

    def may_enter(self, seam: Seam) -> bool:
        """Whether the door is meant to open; of records that lie out of scope it does not speak."""
        return seam.is_public or (self.is_signed_in and seam.opens_to(self.role))


@dataclass
class Walk:
    """What all parts of a walk share."""

    ground: Ground
    urls: UrlMap
    places: Mapping[str, Place]
    watch: Watch
    endpoints: frozenset[str] = frozenset()
    """What is walked; empty for everything."""
    found: list[Finding] = field(default_factory=list)

    def seams_for(self, caller: Caller) -> Sequence[Seam]:
        """What a caller presses on: a partner only the pages behind their link, as all others are those of nobody."""
        wanted = [seam for seam in self.urls.seams if not self.endpoints or seam.rule.endpoint in self.endpoints]
        return [seam for seam in wanted if seam.is_link] if caller.role == partner.ROLE else wanted

    def methods_of(self, seam: Seam) -> frozenset[str]:
        """What its address takes: two rules may share one."""
        return frozenset(method for one in self.urls.seams if one.rule.rule == seam.rule.rule for method in one.methods)

    def ask(self, caller: Caller, seam: Seam, method: str, path: str, **options: Any) -> Reply:
        """Send a request and hold its answer against what must hold of every answer.

        Args:
            options: ``fields``, ``headers`` and ``token`` of the request, and ``sent``, which tells it in findings.
        """
        sent: str = options.pop("sent", "")
        with_token = options.pop("token", True)
        reply = _send(caller, method, path, with_token, options)
        if reply.status == TOO_MANY:
            # Rates are limited by network address, and all callers have the same.
            self.ground.forget_limits()
            reply = _send(caller, method, path, with_token, options)
        if caller.is_signed_in and reply.leads_to_sign_in:
            caller.visitor.take_over(self.ground.visitor(caller.visitor.address, caller.role))
            reply = _send(caller, method, path, with_token, options)
        for kind, detail in checks.faults_of(path, reply):
            self.tell(kind, seam.named(method), caller, f"{sent}: {detail}" if sent else detail)
        if (caller.role, seam.rule.rule) not in TOLD_OF_CODES and not seam.is_gallery:
            for leak in canaries.leaks(reply, caller.offices, self.ground.planted):
                self.tell("leak", seam.named(method), caller, f"{sent}: holds {leak}" if sent else f"holds {leak}")
        return reply

    def tell(self, kind: str, where: str, caller: Caller, detail: str) -> None:
        self.found.append(Finding("walker", kind, where, caller.role, detail))

    def own(self, caller: Caller, seam: Seam) -> str:
        return self.urls.address(seam, caller.place.ids)

    def outside(self, caller: Caller) -> Iterator[tuple[str, Place]]:
        """Another office of the same country, and one of another country."""
        others = [place for place in self.places.values() if place.code != caller.place.code]
        for word, is_there in (("another office", True), ("another country", False)):
            place = next((one for one in others if (one.country == caller.place.country) is is_there), None)
            if place:
                yield word, place

    def nowhere(self, caller: Caller) -> Ids:
        """The caller's own ids, with every record's id drawn anew."""
        return {**caller.place.ids, **nothing()}


def _send(caller: Caller, method: str, path: str, with_token: bool, options: Mapping[str, Any]) -> Reply:
    if method == "POST" and with_token:
        return caller.visitor.post(path, options.get("fields") or [])
    return caller.visitor.send(method, path, **options)


def with_query(path: str, query: Fields) -> str:
    """The path with as many of the parameters as a request line holds: longer ones never reach the product."""
    whole = f"{path}{'&' if '?' in path else '?'}{urlencode(query, errors='surrogatepass')}"
    return whole if len(whole) <= LONGEST_ADDRESS or len(query) < 2 else with_query(path, query[: len(query) // 2])
