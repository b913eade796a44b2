"""The attack at a small n: one caseworker against the product, and against the server with the seeded bugs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping

import pytest

from config import ROOT
from ops.prove.attack import sqlmap, walker, wapiti
from ops.prove.attack.effort import SMALL
from ops.prove.attack.findings import FALSE_ALARMS, FalseAlarm, Finding, told_apart
from ops.prove.attack.ground import Ground, prepare
from ops.prove.attack.seeded.bugs import BUGS
from ops.prove.attack.seeded.found import found_bugs
from ops.prove.attack.seeded.running import seeded_server
from ops.prove.attack.targets import Target
from ops.prove.running import RunningQuipu, running_quipu

ROOMS = ("people.", "referrals.", "cases.list", "cases.show", "cases.add_note", "web.choose", "accounts.list")


@pytest.fixture(scope="module")
def quipu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningQuipu]:
    with running_quipu(tmp_path_factory.mktemp("attack") / "state", os.environ) as running:
        yield running


@pytest.fixture(scope="module")
def ground(quipu: RunningQuipu) -> Ground:
    return prepare(quipu)


def test_nothing_is_found_on_the_product(ground: Ground) -> None:
    walked = walker.walk(ground, ground.quipu.address, ["caseworker"], SMALL, walker.endpoints_of(ROOMS))
    stand, _explained = told_apart(walked.found)
    assert list(map(str, stand)) == []
    assert walked.requests["caseworker"] > 300


def test_the_seeded_bugs_are_all_found(ground: Ground) -> None:
    with seeded_server(ground.quipu) as broken:
        walked = walker.walk(ground, broken.address, ["caseworker"], SMALL, frozenset(bug.endpoint for bug in BUGS.values()))
    found = found_bugs(walked.found)
    assert [name for name, tools in found.items() if "walker" not in tools] == []


def test_no_module_of_the_product_reaches_a_proof() -> None:
    sources = [*(ROOT / "app").rglob("*.py"), *(ROOT / "workers").rglob("*.py"), ROOT / "wsgi.py", ROOT / "config.py"]
    sources += [ROOT / "ops" / name for name in ("run.py", "instance.py", "programs.py", "prepare.py")]
    assert [path.name for path in sources if re.search(r"ops\.prove|\bseeded\b", path.read_text())] == []


@pytest.mark.parametrize("alarm", FALSE_ALARMS, ids=lambda alarm: alarm.kind)
def test_each_false_alarm_has_its_reason(alarm: FalseAlarm) -> None:
    assert len(alarm.reason.split()) >= 8


def test_a_false_alarm_explains_its_own_place_only(monkeypatch: pytest.MonkeyPatch) -> None:
    alarm = FalseAlarm("walker", "talk", r"GET /a", "because")
    monkeypatch.setattr("ops.prove.attack.findings.FALSE_ALARMS", (alarm,))
    found = [Finding("walker", "talk", where, "", "") for where in ("GET /a", "GET /ab")]
    stand, explained = told_apart([*found, found[0]])
    assert [finding.where for finding in stand] == ["GET /ab"]
    assert [finding.where for finding, _ in explained] == ["GET /a"]


def test_claims_of_wapiti_are_read_from_its_report() -> None:
    claim = {"method": "GET", "path": "/cases?risk=1", "info": "Reflected\nmarkup", "parameter": "risk"}
    report = {"vulnerabilities": {"Reflected Cross Site Scripting": [claim]}, "anomalies": {"Internal Server Error": []}}
    (found,) = wapiti.findings_in(json.dumps(report), "caseworker")
    assert (found.kind, found.where, found.detail) == ("Reflected XSS", "GET /cases", "Reflected markup (risk)")


def test_claims_of_sqlmap_are_read_from_its_words_and_silence_is_no_clean_bill() -> None:
    target = Target("/cases?risk=1", "/cases", ["risk"])
    printed = "[INFO] testing connection to the target URL\nParameter: risk (GET)\n    Type: boolean-based blind\n"
    (found,) = sqlmap.findings_in(printed, "caseworker", target)
    assert (found.kind, found.where) == ("injection", "GET /cases")
    assert [one.kind for one in sqlmap.findings_in("usage: sqlmap", "caseworker", target)] == ["no report"]


@pytest.mark.parametrize(
    ("kind", "where", "is_found"),
    [("scope", "GET /people/<uuid:person_id>", True), ("scope", "GET /cases", False), ("talk", "GET /people/x", False)],
)
def test_a_seeded_bug_counts_as_found_by_its_place_and_its_kind(kind: str, where: str, is_found: bool) -> None:
    found: Mapping[str, frozenset[str]] = found_bugs([Finding("walker", kind, where, "caseworker", "")])
    assert bool(found["file of another office by its id"]) is is_found
