"""The restore proof at a small n, and its positive controls."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.keyrings import keyring_of
from ops.prove.crash.checks import AUDIT_WORDS, RECORDS, marked_records
from ops.prove.restore import Drill, Line, faults, perform, restored_database

SUBMISSIONS = 60


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drill") / "state"


@pytest.fixture(scope="module")
def drill(state: Path) -> Drill:
    return perform(state, SUBMISSIONS, seed=3)


def test_nothing_that_was_acknowledged_before_the_backup_is_lost_and_reports_verify(drill: Drill) -> None:
    assert drill.faults == ()
    assert 0 < len(drill.before) < drill.acknowledged
    assert drill.reports == 1


def test_a_lost_form_a_doubled_audit_row_and_a_changed_report_are_noticed(drill: Drill, state: Path) -> None:
    kind = next(line.kind for line in drill.before if line.kind in RECORDS)
    invented = Line(kind, "prueba copia 999999")
    with restored_database(state) as (connection, root_key):
        record = next(marked_records(connection, keyring_of(connection, root_key), kind, "prueba copia "))
        connection.execute("UPDATE donor_report SET figures = jsonb_set(figures, '{invented}', '1')")
        connection.execute(
            """INSERT INTO audit_event (id, occurred_at, actor_kind, actor_id, action, subject_type, subject_id, fields)
            SELECT uuidv7(), occurred_at, actor_kind, actor_id, action, subject_type, subject_id, fields FROM audit_event
            WHERE action = %s AND subject_id = %s LIMIT 1""",
            [AUDIT_WORDS[kind], record["file_id"]],
        )
        found = list(faults(connection, root_key, [*drill.before, invented]))
    assert {fault.partition(":")[0] for fault in found} == {"lost", "audit", "report"}
