"""``./quipu prove access``: who sees what, held against an independent oracle, with both walls, with each alone, under load."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from config import Settings
from ops.migrate import migrate
from ops.prepare import load_catalogue, make_first_keys
from ops.prove.access.holes import DATABASE_HOLES, DATABASE_HOLES_OF_PARTNERS, PYTHON_HOLES, PYTHON_HOLES_OF_PARTNERS
from ops.prove.access.machine import Effort
from ops.prove.access.pool import CONNECTIONS, KEPT, SHARED, Crowd, run_pool
from ops.prove.access.runs import Proof
from ops.prove.access.scene import Walls
from ops.prove.access.stage import Stage
from ops.roles import let_roles_log_in
from ops.throwaway import throwaway_servers

DATABASE = "quipu_access"
PEOPLE_EACH = 2
MINUTES = 8.0
ROUNDS = 20
FEWEST_DECISIONS = 100_000
USERS = 50
REQUESTS = 50_000
FEW_REQUESTS = 1_000


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./quipu prove access", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"of changes with both walls (default: {MINUTES:g})")
    parser.add_argument("--requests", type=int, default=REQUESTS, help=f"over a pool of {CONNECTIONS} (default: {REQUESTS:,})")
    parser.add_argument("--seed", type=int, default=1, help="other seeds, other changes (default: 1)")
    asked = parser.parse_args(arguments)
    with prepared() as proof:
        promises = [
            *_oracle(proof, asked.minutes, asked.seed),
            *_one_wall(proof, asked.minutes / 4, asked.seed),
            *_controls(proof),
            *_pool(proof, asked.requests, asked.seed),
        ]
    print("The promises held." if all(promises) else "A PROMISE WAS BROKEN.")
    return 0 if all(promises) else 1


@contextmanager
def prepared() -> Iterator[Proof]:
    """The town on servers of its own, gone afterwards."""
    with throwaway_servers() as servers:
        environment = {**servers.settings_environment, "DATABASE_URL": servers.create_database(DATABASE)}
        settings = replace(Settings.from_environment(environment), public_url="http://localhost")
        migrate(settings)
        let_roles_log_in(settings)
        make_first_keys(settings)
        load_catalogue(settings)
        yield Proof.prepare(Stage(servers, settings, database=DATABASE), people_each=PEOPLE_EACH)


def _effort(minutes: float, seed: int) -> Effort:
    return Effort(examples=10_000, rounds=ROUNDS, seconds=minutes * 60, seed=seed)


def _oracle(proof: Proof, minutes: float, seed: int) -> Iterator[bool]:
    tally = proof.live(Walls.BOTH, _effort(minutes, seed))
    total, wrong = tally.decisions.total(), tally.disagreements.total()
    print(f"oracle          {total:,} decisions after {tally.changes.total():,} changes, {tally.states:,} times somebody looked")
    print(f"                {wrong:,} disagreements")
    print(tally)
    yield wrong == 0
    yield total >= FEWEST_DECISIONS


def _one_wall(proof: Proof, minutes: float, seed: int) -> Iterator[bool]:
    for which in (Walls.ROWS_ALONE, Walls.PYTHON_ALONE):
        tally = proof.live(which, _effort(minutes, seed))
        leaked = tally.disagreements.total()
        print(f"one wall        {which.value}: {leaked:,} leaked in {tally.decisions.total():,} decisions")
        if leaked:
            print(tally)
        yield leaked == 0


def _controls(proof: Proof) -> Iterator[bool]:
    blind = proof.blind_without_walls()
    print(f"control         without any wall: {f'BLIND in {blind}' if blind else 'every channel shows too much, as it must be'}")
    yield not blind
    for which, notice, holes in (
        (Walls.PYTHON_ALONE, proof.notice, PYTHON_HOLES),
        (Walls.PYTHON_ALONE, proof.notice_by_partners, PYTHON_HOLES_OF_PARTNERS),
        (Walls.ROWS_ALONE, proof.notice, DATABASE_HOLES),
        (Walls.ROWS_ALONE, proof.notice_by_partners, DATABASE_HOLES_OF_PARTNERS),
    ):
        for hole in holes:
            seen = notice(which, hole)
            print(f"control         {hole.name}: {f'noticed in {seen!r}' if seen else 'NOT NOTICED'}")
            yield seen is not None


def _pool(proof: Proof, requests: int, seed: int) -> Iterator[bool]:
    figures = run_pool(proof.stage, proof.world, Crowd(USERS, requests, seed))
    print(f"pool            {USERS} users, {CONNECTIONS} connections: {figures}")
    yield figures.holds
    for name, fault in (("a context that outlives its transaction", KEPT), ("one context for all threads", SHARED)):
        seen = run_pool(proof.stage, proof.world, Crowd(USERS, FEW_REQUESTS, seed), fault)
        print(f"control         {name}: {'NOT NOTICED' if seen.holds else 'noticed'}: {seen}")
        yield not seen.holds
