"""The proof of the seals at a small n, and that it can fail: with a check taken away, its kind of tampering goes unseen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ops.prove.audit.run import CONTROLS, Control, control, count_false_alarms, tamper
from ops.prove.audit.stage import Stage
from ops.prove.audit.tamperings import TAMPERINGS
from ops.throwaway import ThrowawayServers
from tests.conftest import settings_for


@pytest.fixture(scope="module")
def stage(servers: ThrowawayServers, template_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    url = servers.create_database("quipu_seals", template=template_database)
    made = Stage(settings_for(servers, url), tmp_path_factory.mktemp("seals"))
    made.fill(seals=12, rows_each=10, waiting=3)
    yield made
    servers.drop_database("quipu_seals")


def test_every_kind_of_tampering_is_seen(stage: Stage) -> None:
    outcome = tamper(stage, 2 * len(TAMPERINGS))
    assert {kind for kind, times in outcome.unseen.items() if times} == set()
    assert outcome.tried.total() == 2 * len(TAMPERINGS)


def test_each_tampering_was_undone(stage: Stage) -> None:
    found = stage.verify()
    assert found.findings.first == []
    assert found.sealed_rows > 100


@pytest.mark.parametrize("one", CONTROLS, ids=lambda one: one.check)
def test_without_a_check_its_kind_of_tampering_goes_unseen(stage: Stage, one: Control) -> None:
    outcome = control(stage, one)
    assert outcome.unseen == outcome.tried


def test_untouched_rows_raise_no_alarm_while_they_are_written(stage: Stage) -> None:
    before = stage.verify().sealed_rows
    alarms, sealed = count_false_alarms(stage, 15)
    assert alarms == 0
    assert sealed > before
