"""The crash proof at a small n, on a demo that the product's own supervisor keeps running; and its positive controls."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ops.keyrings import keyring_of
from ops.prove.crash.caseworker import with_a_new_id
from ops.prove.crash.checks import Findings, marked_records
from ops.prove.crash.imported import WRONG_EVERY, ImportUnderFire
from ops.prove.crash.journal import Kind
from ops.prove.crash.killer import Strike, plan
from ops.prove.crash.naive_run import refer_through_a_naive_relay
from ops.prove.crash.parts import Part, find
from ops.prove.crash.run import Operation, Orders, Outcome, signed_in
from ops.prove.running import RunningQuipu, running_quipu
from tests.ops.waiting import until

SUBMISSIONS = 120
STRIKES = (
    Strike(15, Part.WORKER, flushes=True),
    Strike(40, Part.WEB_PROCESS),
    Strike(65, Part.DATABASE),
    Strike(95, Part.BROKER),
)
ROWS = 1_000
KILLS_OF_AN_IMPORT = 2
HARMS = (
    "DELETE FROM import_entry WHERE person_id = %(one)s",
    "UPDATE person SET match_keys = NULL WHERE id = %(one)s",
    """UPDATE person SET given_names = other.given_names, surname_1 = other.surname_1
    FROM person AS other WHERE person.id = %(one)s AND other.id = %(other)s""",
    """INSERT INTO audit_event (id, occurred_at, actor_kind, actor_id, action, subject_type, subject_id, fields)
    SELECT uuidv7(), occurred_at, actor_kind, actor_id, action, subject_type, subject_id, fields FROM audit_event
    WHERE action = 'person:registered' AND subject_id = %(one)s""",
)
"""To people of an import, each to another one."""


@pytest.fixture(scope="module")
def quipu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningQuipu]:
    with running_quipu(tmp_path_factory.mktemp("crash") / "state", os.environ) as running:
        yield running


@pytest.fixture(scope="module")
def operation(quipu: RunningQuipu) -> Operation:
    return Operation(quipu)


@pytest.fixture(scope="module")
def outcome(operation: Operation) -> Outcome:
    return operation.carry_out(Orders("caida", SUBMISSIONS, STRIKES))


def kinds_of(found: Outcome | Findings) -> set[str]:
    return {breach.partition(":")[0] for breach in found.breaches}


def test_every_part_of_a_running_quipu_is_found(quipu: RunningQuipu) -> None:
    until(lambda: all(find(quipu.pid, part) for part in Part))
    for part in Part:
        assert find(quipu.pid, part), part


def test_no_acknowledged_form_is_lost_and_none_is_saved_twice_while_processes_are_killed(outcome: Outcome) -> None:
    assert outcome.breaches == ()
    assert outcome.journal.acknowledged == SUBMISSIONS
    assert outcome.findings.records.total() == SUBMISSIONS
    assert [kind for kind in Kind if not outcome.findings.records[kind]] == []
    assert outcome.deeds.kills == {strike.part: 1 for strike in STRIKES}
    assert len(outcome.deeds.lost_hints) == 1


def test_a_page_that_fails_by_itself_is_a_breach_also_when_the_next_try_is_saved(outcome: Outcome) -> None:
    outcome.journal.answers["500"] += 1
    try:
        assert kinds_of(replace(outcome)) == {"fault"}
    finally:
        del outcome.journal.answers["500"]


def test_a_record_that_vanishes_and_an_audit_row_too_many_are_caught(
    quipu: RunningQuipu, operation: Operation, outcome: Outcome
) -> None:
    with quipu.database() as connection:
        ring = keyring_of(connection, quipu.settings.root_key)
        note = next(marked_records(connection, ring, Kind.NOTE, "prueba caida "))
        person = next(marked_records(connection, ring, Kind.PERSON, "prueba caida "))
        connection.execute("DELETE FROM case_note WHERE id = %s", [note["id"]])
        connection.execute(
            """INSERT INTO audit_event (id, occurred_at, actor_kind, actor_id, action, subject_type, subject_id, fields)
            SELECT uuidv7(), occurred_at, actor_kind, actor_id, action, subject_type, subject_id, fields FROM audit_event
            WHERE action = 'person:registered' AND subject_id = %s""",
            [person["id"]],
        )
    assert {"lost", "audit"} <= kinds_of(operation.inspect(outcome.orders, outcome.journal))


def test_each_row_of_a_file_comes_in_once_while_processes_are_killed_and_what_is_wrong_with_one_is_seen(
    quipu: RunningQuipu,
) -> None:
    supervisor = signed_in(quipu, quipu.accounts("supervisor")[0])
    fire = ImportUnderFire(quipu, supervisor, name="prueba", rows=ROWS)
    outcome = fire.carry_out(kills=KILLS_OF_AN_IMPORT)
    assert outcome.breaches == ()
    assert outcome.registered == ROWS - ROWS // WRONG_EVERY
    assert outcome.deeds.kills.total() >= 1
    with quipu.database() as connection:
        entries = "SELECT person_id FROM import_entry WHERE import_id = %s ORDER BY number LIMIT %s"
        other, *people = [row[0] for row in connection.execute(entries, [fire.import_id, 1 + len(HARMS)])]
        for harm, person_id in zip(HARMS, people, strict=True):
            connection.execute(harm, {"one": person_id, "other": other})
    assert {breach.partition(":")[0] for breach in fire.breaches()} == {"lost", "doubled", "from nowhere", "half done", "audit"}


def test_a_client_that_repeats_under_a_new_id_is_caught(operation: Operation) -> None:
    outcome = operation.carry_out(Orders("ingenuo", 30, lost_answers=0.3, repeat=with_a_new_id))
    assert "doubled" in kinds_of(outcome)


def test_a_relay_that_calls_jobs_done_before_they_arrive_is_caught(quipu: RunningQuipu, operation: Operation) -> None:
    outcome = refer_through_a_naive_relay(quipu, operation, 40)
    assert kinds_of(outcome) == {"lost mail"}


def test_a_plan_strikes_every_part_in_its_turn_and_is_the_same_for_the_same_seed() -> None:
    strikes = plan(submissions=1_000, kills=len(Part) * 2, flushes=1, seed=7)
    assert strikes == plan(submissions=1_000, kills=len(Part) * 2, flushes=1, seed=7)
    assert all(sum(strike.part is part for strike in strikes) == 2 for part in Part)
    assert [strike.after for strike in strikes] == sorted(strike.after for strike in strikes)
    assert [strike.part for strike in strikes if strike.flushes] == [Part.WORKER]
