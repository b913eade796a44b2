"""``./quipu prove audit``: bend a sealed trail in every way a superuser can; each must be found. Also what it costs."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config import Settings
from ops.migrate import migrate
from ops.prove.audit.costs import measure_rows, measure_verification
from ops.prove.audit.run import CONTROLS, control, count_false_alarms, tamper
from ops.prove.audit.stage import Stage
from ops.roles import let_roles_log_in
from ops.throwaway import throwaway_servers

TAMPERINGS = 1_000
ROWS = 1_000_000
VERIFICATIONS = 60


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./quipu prove audit", description=__doc__)
    parser.add_argument("--tamperings", type=int, default=TAMPERINGS, help=f"how many, each alone (default: {TAMPERINGS:,})")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"to verify at once (default: {ROWS:,}; 0: leave that out)")
    asked = parser.parse_args(arguments)
    with stage() as made:
        promises = [*_tamper(made, asked.tamperings), *_measure(made, asked.rows)]
    print("The promises held." if all(promises) else "A PROMISE WAS BROKEN.")
    return 0 if all(promises) else 1


@contextmanager
def stage() -> Iterator[Stage]:
    """An empty trail on servers of its own, gone afterwards."""
    with throwaway_servers() as servers, tempfile.TemporaryDirectory(prefix="quipu-seals-") as folder:
        environment = {**servers.settings_environment, "DATABASE_URL": servers.database_url("quipu")}
        settings = Settings.from_environment(environment)
        migrate(settings)
        let_roles_log_in(settings)
        yield Stage(settings, Path(folder))


def _tamper(stage: Stage, times: int) -> Iterator[bool]:
    stage.fill(seals=60, rows_each=50, waiting=5)
    outcome = tamper(stage, times)
    unseen = outcome.unseen.total()
    print(f"tamperings      {times - unseen:,} of {times:,} found, {len(outcome.tried)} kinds")
    print("\n".join(f"  UNSEEN        {kind}: {count}" for kind, count in outcome.unseen.items() if count), end="")
    yield unseen == 0
    alarms, rows = count_false_alarms(stage, VERIFICATIONS)
    print(f"false alarms    {alarms} in {VERIFICATIONS} verifications of {rows:,} rows while four hands wrote")
    yield alarms == 0
    for one in CONTROLS:
        missed = control(stage, one)
        print(f"control         without {one.check}: {missed.unseen.total()} of {missed.tried.total()} unseen, as it must be")
        yield missed.unseen == missed.tried


def _measure(stage: Stage, rows: int) -> Iterator[bool]:
    if rows:
        cost = measure_verification(stage, rows)
        print(cost)
        yield cost.holds
    row = measure_rows(stage)
    print(row)
    yield row.holds
