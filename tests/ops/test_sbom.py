"""The bill of materials, and the audit that says when it could not be made."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from config import ROOT
from ops import advisories
from ops.sbom import bill_of_materials, main, pins


def test_every_pinned_package_is_in_the_bill_once(tmp_path: Path) -> None:
    assert main(["--to", str(tmp_path / "sbom.json")]) == 0
    bill = json.loads((tmp_path / "sbom.json").read_text())
    references = [component["purl"] for component in bill["components"]]
    assert len(references) == len(set(references))
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    shipped = {c["name"] for c in bill["components"] if c["scope"] == "required" and c["purl"].startswith("pkg:pypi/")}
    assert shipped == {re.sub(r"[-_.]+", "-", name).lower() for name in pinned}
    assert "pkg:npm/%40ministryofjustice/frontend@" in " ".join(references)


def test_the_bill_names_hashes_and_no_host() -> None:
    bill = bill_of_materials()
    assert all(component["hashes"] for component in bill["components"])
    assert all(len(digest["content"]) in {64, 128} for component in bill["components"] for digest in component["hashes"])
    assert not re.search(
        r"https?://|\.org\b",
        json.dumps([component | {"licenses": 0, "name": 0} for component in bill["components"]]).replace("htmx.org", ""),
    )
    assert bill_of_materials()["serialNumber"] == bill["serialNumber"]


def test_most_of_what_is_installed_says_its_licence() -> None:
    shipped = [component for component in bill_of_materials()["components"] if component["scope"] == "required"]
    assert sum("licenses" in component for component in shipped) > 0.9 * len(shipped)


def test_a_pin_is_read_with_all_its_hashes() -> None:
    hashes = " \\\n".join(f"    --hash=sha256:{letter * 64}" for letter in "ab")
    lock = f"One.Two==1.0 ; python_version > '3' \\\n{hashes}\n    # via x\nthree==2\n"
    assert list(pins(lock)) == [("one-two", "1.0", ["a" * 64, "b" * 64]), ("three", "2", [])]


FAULT = {"id": "CVE-2019-10906", "fix_versions": ["2.10.1"]}


@pytest.mark.parametrize(
    ("control", "locked", "code", "words"),
    [
        (None, [], 2, "not audited: no advisory service answered"),
        ([{"name": "jinja2", "version": "2.10", "vulns": []}], [], 2, "not audited: no advisory service answered"),
        ([{"name": "jinja2", "version": "2.10", "vulns": [FAULT]}], None, 2, "did not answer for every package"),
        ([{"name": "jinja2", "version": "2.10", "vulns": [FAULT]}], [{"name": "a", "skip_reason": "x"}], 2, "every package"),
        (
            [{"name": "jinja2", "version": "2.10", "vulns": [FAULT]}],
            [{"name": "a", "version": "1", "vulns": []}],
            0,
            "1 packages",
        ),
        (
            [{"name": "jinja2", "version": "2.10", "vulns": [FAULT]}],
            [{"name": "a", "version": "1", "vulns": [FAULT]}],
            1,
            "a 1: CVE-2019-10906, mended in 2.10.1",
        ),
    ],
)
def test_an_audit_that_finds_nothing_anywhere_is_no_audit(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    control: list[Mapping[str, Any]] | None,
    locked: list[Mapping[str, Any]] | None,
    code: int,
    words: str,
) -> None:
    monkeypatch.setattr(advisories.importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(advisories, "audit", lambda path: control if path.name == "control.txt" else locked)
    assert advisories.main([]) == code
    assert words in capsys.readouterr().out


def test_without_pip_audit_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(advisories.importlib.util, "find_spec", lambda _name: None)
    assert advisories.main([]) == 2
    assert capsys.readouterr().out.startswith("not audited: pip-audit is not installed")
