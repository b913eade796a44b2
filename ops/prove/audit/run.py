"""The run: tamper once, verify, undo, and again; verify untouched data while it is written to; take each check away once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from unittest.mock import patch

from app.audit.sealing.sealer import Sealer
from config import AUDIT_ROLE
from ops.prove.audit.stage import Stage
from ops.prove.audit.tamperings import TAMPERINGS, Tampering


@dataclass
class Outcome:
    """How many of each kind were tried, and how many of them went unseen."""

    tried: Counter[str] = field(default_factory=Counter)
    unseen: Counter[str] = field(default_factory=Counter)


def tamper(stage: Stage, times: int, kinds: Mapping[str, Tampering] = TAMPERINGS) -> Outcome:
    """Each kind in its turn, so that none is left to chance; which row, seal or line it meets is."""
    outcome = Outcome()
    names = list(kinds)
    for number in range(times):
        name = names[number % len(names)]
        with stage.bent() as trail:
            kinds[name](trail)
            is_seen = not trail.verify().is_whole
        outcome.tried[name] += 1
        outcome.unseen[name] += not is_seen
    return outcome


def count_false_alarms(stage: Stage, verifications: int, *, writers: int = 4) -> tuple[int, int]:
    """Verify again and again while several hands write and a sealer seals: faults found, and rows sealed in the end."""
    alarms = 0
    with stage.connected(AUDIT_ROLE) as connection, stage.written_to(writers):
        sealer = Sealer(connection, stage.ledger, stage.key)
        for _ in range(verifications):
            sealer.seal()
            alarms += stage.verify().findings.counts.total()
    return alarms, stage.verify().sealed_rows


@dataclass(frozen=True)
class Control:
    """One check taken away, and the tampering that then goes unseen: shows that the proof can fail."""

    check: str
    instead: object
    misses: Sequence[str]


CONTROLS = (
    Control("row_checks.difference_from_seal", lambda _tree, _seal: None, ("row: actor_id edited", "row deleted")),
    Control("row_checks.floors_of", lambda _seals: [], ("row inserted into the past",)),
    Control("seal_checks.is_signed", lambda _seal, _keys: True, ("resealed with another key",)),
    Control("seal_checks.compare", lambda *_: None, ("newest seals dropped", "file: last lines dropped")),
)


def control(stage: Stage, one: Control, *, times: int = 3) -> Outcome:
    """Tamper with one check taken away."""
    kinds = {name: TAMPERINGS[name] for name in one.misses}
    with patch(f"app.audit.sealing.{one.check}", one.instead):
        return tamper(stage, times * len(kinds), kinds)
