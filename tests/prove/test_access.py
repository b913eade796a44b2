"""Who sees what against the oracle, at a small n, with both walls and with each alone; and that faults are noticed."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.foundation.database import db
from ops.prove.access import oracle
from ops.prove.access.channels.partners import PARTNER_ROWS
from ops.prove.access.holes import (
    DATABASE_HOLES,
    DATABASE_HOLES_OF_PARTNERS,
    PYTHON_HOLES,
    PYTHON_HOLES_OF_PARTNERS,
    Hole,
)
from ops.prove.access.machine import Effort
from ops.prove.access.pool import KEPT, SHARED, Crowd, Fault, run_pool
from ops.prove.access.runs import Proof
from ops.prove.access.scene import Walls
from ops.prove.access.stage import Stage
from ops.throwaway import ThrowawayServers
from tests.conftest import settings_for

OF_ACCOUNTS = {
    "user", "focal_point", "browser_session", "held_form", "draft", "passkey", "totp_key", "recovery_code", "audit_alert",
    "retention_period",
}  # fmt: skip
"""Tables behind the second wall that hold nothing of a file."""
READ_BY_NO_LOGIN = {"person_merge_row"}
SMALL = Effort(examples=2, rounds=2, looked_at=1)


@pytest.fixture(scope="module")
def proof(servers: ThrowawayServers, template_database: str) -> Iterator[Proof]:
    url = servers.create_database("quipu_access", template=template_database)
    stage = Stage(servers, settings_for(servers, url), database="quipu_access")
    yield Proof.prepare(stage, people_each=2)
    stage.drop()


def test_the_oracle_knows_nothing_of_the_application() -> None:
    own, allowed = "ops.prove.access.oracle", sys.stdlib_module_names
    for file in Path(oracle.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert all(name.startswith(own) or name.partition(".")[0] in allowed for name in names), file


def test_after_every_kind_of_change_every_channel_says_what_the_oracle_says(proof: Proof) -> None:
    tally = proof.tour(Walls.BOTH, looked_at=1)
    assert tally.told == []
    assert tally.decisions.total() > 10_000
    # A channel that never shows anything would agree with anything.
    assert [name for name in tally.decisions if not tally.shown[name]] == []


@pytest.mark.parametrize("which", Walls, ids=lambda which: which.name.lower())
def test_after_random_changes_nothing_more_is_shown_than_the_oracle_says(proof: Proof, which: Walls) -> None:
    tally = proof.live(which, SMALL)
    assert tally.told == []
    assert tally.decisions.total() > 500


def test_whoever_holds_a_link_sees_what_the_oracle_says_however_it_begins_and_ends(proof: Proof) -> None:
    tally = proof.tour_of_partners()
    assert tally.told == []
    # Pages that open and pages that do not, answers that are taken and answers that come too late.
    for channel in ("partner's page: whose words, which fields", "partner answers: accept", "partner's rows: person"):
        assert 0 < tally.shown[channel] < tally.decisions[channel], channel
    assert tally.changes["case closed"]
    assert tally.changes["withdraw a consent"]
    assert tally.changes["person erased"]


def test_every_table_behind_the_second_wall_is_asked_in_the_name_of_a_link(proof: Proof) -> None:
    with proof.stage.as_owner():
        walled = set(db.session.scalars(sa.text("SELECT relname FROM pg_class WHERE relrowsecurity")))
    asked = {channel.name.removeprefix("partner's rows: ") for channel in PARTNER_ROWS}
    assert walled - asked == OF_ACCOUNTS | READ_BY_NO_LOGIN


def test_without_any_wall_every_channel_of_files_is_noticed(proof: Proof) -> None:
    assert proof.blind_without_walls() == []


@pytest.mark.parametrize(
    ("which", "hole"),
    [(Walls.PYTHON_ALONE, PYTHON_HOLES[0]), (Walls.ROWS_ALONE, DATABASE_HOLES[0])],
    ids=lambda one: one.name.lower(),
)
def test_a_hole_in_the_one_wall_that_stands_is_noticed(proof: Proof, which: Walls, hole: Hole) -> None:
    assert proof.notice(which, hole) is not None


@pytest.mark.parametrize(
    ("which", "hole"),
    [(Walls.PYTHON_ALONE, hole) for hole in PYTHON_HOLES_OF_PARTNERS]
    + [(Walls.ROWS_ALONE, hole) for hole in DATABASE_HOLES_OF_PARTNERS[:2]],
    ids=lambda one: one.name.lower(),
)
def test_a_hole_in_what_a_link_opens_is_noticed(proof: Proof, which: Walls, hole: Hole) -> None:
    assert proof.notice_by_partners(which, hole) is not None


def test_few_connections_show_nobody_the_rows_of_another(proof: Proof) -> None:
    figures = run_pool(proof.stage, proof.world, Crowd(users=25, requests=150))
    assert figures.holds, figures
    assert figures.own > 150


@pytest.mark.parametrize("fault", [KEPT, SHARED], ids=["outlives its transaction", "one for all"])
def test_a_context_that_goes_astray_is_noticed(proof: Proof, fault: Fault) -> None:
    assert not run_pool(proof.stage, proof.world, Crowd(users=21, requests=150), fault).holds
