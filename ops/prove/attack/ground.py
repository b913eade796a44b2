"""What stands on an instance before it is attacked: planted files, reports, a partner's link, and staff who have signed in."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ops.address import Address
from ops.prove.attack import canaries, partner
from ops.prove.attack.canaries import Canary
from ops.prove.attack.records import Place
from ops.prove.attack.staff import Staff
from ops.prove.attack.visitor import Visitor
from ops.prove.attack.walk import SCOPED_ROLES
from ops.prove.running import RunningQuipu

NOBODY = ""
"""The role of a visitor who has not signed in."""
ROLES = (NOBODY, partner.ROLE, "caseworker", "supervisor", "reporting_officer", "data_protection", "administrator")
HOME = "CUC"
"""The office whose staff walk; its country has another office, and other countries have theirs."""
ELSEWHERE = "QTO"
REPORTED = ("CO", "EC")
SECONDS_FOR_REPORTS = 60


@dataclass
class Ground:
    """One prepared instance. ``token`` is of the link by which a partner opens one referral of the home office."""

    quipu: RunningQuipu
    staff: Staff
    planted: list[Canary] = field(default_factory=list)
    token: str = ""

    def visitors(self, address: Address, roles: Sequence[str]) -> Mapping[str, Visitor]:
        """A visitor of one server for each role; caseworker and supervisor are those of the home office."""
        return {role: self.visitor(address, role) for role in roles}

    def visitor(self, address: Address, role: str) -> Visitor:
        if role in {NOBODY, partner.ROLE}:
            return Visitor(address, role)
        return self.staff.visit(self.staff.account(role, HOME if role in SCOPED_ROLES else None), address)

    def home_of(self, role: str, home: Place) -> Place:
        """The records that are a role's own: of the home office, and for the partner the link to one of its referrals."""
        return replace(home, ids={**home.ids, "token": self.token}) if role == partner.ROLE else home

    def plant(self, office: str) -> Canary:
        """Another planted file in an office."""
        visitor = self.staff.visit(self.staff.account("caseworker", office))
        canary = canaries.plant(visitor, office)
        visitor.hang_up()
        self.planted.append(canary)
        return canary

    def forget_limits(self) -> None:
        """Start all counts of tries anew, as the next hour would."""
        with self.quipu.broker() as broker:
            for key in broker.scan_iter("LIMITS:*"):
                broker.delete(key)


def prepare(quipu: RunningQuipu) -> Ground:
    """Plant a file in each office that has accounts, have a report made for two countries, and send a partner a link."""
    ground = Ground(quipu, Staff(quipu))
    files = {account["office"]: ground.plant(account["office"]) for account in quipu.accounts("caseworker")}
    officer = ground.visitor(quipu.address, "reporting_officer")
    for country in REPORTED:
        canaries.saved(officer, "/reports/new", "scope", {"scope": country})
    officer.hang_up()
    caseworker = ground.visitor(quipu.address, "caseworker")
    ground.token = partner.receive_link(quipu, caseworker, files[HOME])
    caseworker.hang_up()
    _wait_for_reports(quipu)
    return ground


def _wait_for_reports(quipu: RunningQuipu) -> None:
    deadline = time.monotonic() + SECONDS_FOR_REPORTS
    with quipu.database() as connection:
        while time.monotonic() < deadline:
            waiting = connection.execute("SELECT count(*) FROM donor_report WHERE status NOT IN ('ready', 'failed')").fetchone()
            if waiting == (0,):
                return
            time.sleep(0.3)
