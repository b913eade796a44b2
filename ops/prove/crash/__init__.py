"""``./quipu prove crash``: random kill -9 over all processes while caseworkers send forms and a supervisor brings in a file of
people; nothing is lost, nothing doubled."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Sequence

from ops.errors import OperationError
from ops.prove.crash.caseworker import with_a_new_id
from ops.prove.crash.imported import ImportOutcome, ImportUnderFire
from ops.prove.crash.killer import plan
from ops.prove.crash.naive_run import refer_through_a_naive_relay
from ops.prove.crash.run import SECONDS_TO_SETTLE, Operation, Orders, Outcome, signed_in
from ops.prove.running import RunningQuipu, proof_folder, running_quipu

SUBMISSIONS = 10_000
KILLS = 50
FLUSHES = 5
ROWS = 20_000
ROWS_PER_KILL = 2_000
BREACHES_SHOWN = 10


def main(arguments: Sequence[str]) -> int:
    """Run the proof and print its figures; 0 when the promise held, or when a naive variant was caught."""
    asked = _parse(arguments)
    with running_quipu(proof_folder(os.environ, "crash"), os.environ) as quipu:
        operation = Operation(quipu)
        strikes = plan(asked.submissions, asked.kills, asked.flushes, asked.seed)
        if asked.naive == "relay":
            outcome = refer_through_a_naive_relay(quipu, operation, asked.submissions)
        elif asked.naive == "client":
            outcome = operation.carry_out(Orders("ingenuo", asked.submissions, strikes, repeat=with_a_new_id, seed=asked.seed))
        else:
            outcome = operation.carry_out(Orders("caida", asked.submissions, strikes, seed=asked.seed))
        print("\n".join(report(outcome)), flush=True)
        held = not outcome.breaches
        if not asked.naive:
            imported = bring_people_under_fire(quipu, rows=asked.rows, seed=asked.seed)
            print("\n".join(report_import(imported)))
            held = held and not imported.breaches
    return verdict(held=held, is_naive=bool(asked.naive))


def bring_people_under_fire(quipu: RunningQuipu, *, rows: int, seed: int) -> ImportOutcome:
    """A supervisor brings in a file, and every few seconds somebody who works on it is killed."""
    supervisor = signed_in(quipu, quipu.accounts("supervisor")[0])
    return ImportUnderFire(quipu, supervisor, name="lista", rows=rows).carry_out(kills=rows // ROWS_PER_KILL, seed=seed)


def verdict(*, held: bool, is_naive: bool) -> int:
    """Say whether the promise held; of a naive variant, whether the checks saw that it did not."""
    if is_naive:
        print("The checks saw nothing: they prove nothing." if held else "The naive variant was caught, as it should be.")
        return 1 if held else 0
    print("The promise held." if held else "The promise was broken.")
    return 0 if held else 1


def report(outcome: Outcome) -> Iterator[str]:
    """The figures, and the first of the breaches."""
    journal, deeds = outcome.journal, outcome.deeds
    repeated = sum(submission.tries > 1 for submission in journal.submissions)
    yield f"{journal.acknowledged:,} of {outcome.orders.submissions:,} submissions acknowledged in {outcome.sending_took:.0f} s"
    yield f"{repeated:,} were sent more than once; answers: {_counts(journal.answers)}"
    yield f"{deeds.kills.total()} kills: {_counts(deeds.kills)}; {deeds.missed} found nobody"
    yield f"{len(deeds.lost_hints)} flushes of the broker, which took {sum(deeds.lost_hints)} waiting jobs with them"
    yield f"records: {_counts(outcome.findings.records)}"
    yield f"mails of referrals: {_counts(outcome.findings.mails)}"
    yield f"settled {outcome.settled_after:.1f} s after the last acknowledgement (at most {SECONDS_TO_SETTLE:.0f} s)"
    kinds = Counter(breach.partition(":")[0] for breach in outcome.breaches)
    yield f"{kinds['lost']} lost, {kinds['doubled']} doubled; all breaches: {_counts(kinds)}"
    yield from (f"  {breach}" for breach in outcome.breaches[:BREACHES_SHOWN])


def report_import(outcome: ImportOutcome) -> Iterator[str]:
    kills = f"{outcome.deeds.kills.total()} kills: {_counts(outcome.deeds.kills)}"
    yield f"import: {outcome.registered:,} of {outcome.rows:,} rows registered in {outcome.took:.0f} s; {kills}"
    yield from (f"  {breach}" for breach in outcome.breaches)


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counter.items())) or "none"


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./quipu prove crash", description=__doc__)
    parser.add_argument("--submissions", type=int, default=SUBMISSIONS, help=f"forms to send (default: {SUBMISSIONS})")
    parser.add_argument("--kills", type=int, default=KILLS, help=f"kill -9 in the run (default: {KILLS})")
    parser.add_argument("--flushes", type=int, default=FLUSHES, help=f"times that the broker is emptied (default: {FLUSHES})")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"of the file that is brought in (default: {ROWS})")
    parser.add_argument("--seed", type=int, default=1, help="of the work, the moments and the victims (default: 1)")
    parser.add_argument("--naive", choices=["client", "relay"], help="a variant that the checks must catch")
    asked = parser.parse_args(arguments)
    if asked.submissions < 20 or not 0 <= asked.kills <= asked.submissions // 2:
        raise OperationError("--submissions takes 20 or more, --kills at most half as many.")
    return asked
