"""The systemd units: what systemd itself says of them, and what each account is given."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from config import ROOT, Secrets
from ops.state import ensure_secrets, make_folder
from ops.units.credentials import ROLES
from ops.units.part import PARTS

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("quipu-*.service"))
WORST_EXPOSURE = 15
"""Tenths of systemd's own scale, on which 100 is a service without any fence."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The units with paths that exist on this machine, so that only their own faults are found."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine: nothing can say whether systemd would take the units.")
    copy = tmp_path / "units"
    shutil.copytree(UNITS, copy)
    for path in (*copy.rglob("*.service"), *copy.rglob("*.conf")):
        text = path.read_text().replace("/opt/quipu/.venv/bin/python", sys.executable)
        path.write_text(text.replace("WorkingDirectory=/opt/quipu", "WorkingDirectory=/"))
    return copy


def analyze(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"}
    command = ["systemd-analyze", "--no-pager", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_systemd_takes_every_unit(folder: Path) -> None:
    done = analyze(
        folder,
        "verify",
        "--man=no",
        *(str(path) for path in folder.glob("quipu*.*") if path.is_file() and path.suffix in {".service", ".timer", ".target"}),
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize("service", SERVICES)
def test_systemd_calls_every_unit_well_fenced(folder: Path, service: str) -> None:
    done = analyze(folder, "security", "--offline=true", f"--threshold={WORST_EXPOSURE}", service)
    assert done.returncode == 0, done.stdout[-300:]


def test_a_unit_without_the_common_fence_would_be_noticed(folder: Path) -> None:
    shutil.rmtree(folder / "quipu-.service.d")
    done = analyze(folder, "security", "--offline=true", f"--threshold={WORST_EXPOSURE}", "quipu-web.service")
    assert done.returncode != 0


def test_each_part_has_its_unit() -> None:
    started = [re.findall(r"^ExecStart=.* -m ops (.+)$", (UNITS / service).read_text(), re.MULTILINE) for service in SERVICES]
    assert {f"part {part}" for part in PARTS} | {"servers"} < {command for commands in started for command in commands}


def test_no_account_gets_more_than_one_database_role_and_none_the_superuser(tmp_path: Path) -> None:
    state = make_folder(tmp_path / "state")
    whole = ensure_secrets(state)
    assert main_with(state, tmp_path / "credentials") == 0
    for unit, role in ROLES.items():
        path = tmp_path / "credentials" / f"{unit}.json"
        assert path.stat().st_mode & 0o777 == 0o600
        share = Secrets.load(path)
        assert dict(share.database_passwords) == {role: whole.database_passwords[role]}
    assert Secrets.load(tmp_path / "credentials" / "audit.json").link_key == ""
    assert json.loads((tmp_path / "credentials" / "web.json").read_text())["secret_key"] == whole.secret_key


def main_with(state: Path, credentials: Path) -> int:
    environment: Mapping[str, str] = {**os.environ, "QUIPU_STATE": str(state)}
    command = [sys.executable, "-m", "ops", "credentials", "--to", str(credentials)]
    return subprocess.run(command, cwd=ROOT, env=dict(environment), capture_output=True, check=False).returncode


@pytest.mark.parametrize("service", ["quipu-web.service", "quipu-worker.service", "quipu-relay.service", "quipu-beat.service"])
def test_pages_and_jobs_never_see_the_folder_of_keys(service: str) -> None:
    """Another account, another state folder, and its secrets handed over by systemd alone."""
    text = (UNITS / service).read_text()
    assert "User=quipu\n" not in text
    assert "QUIPU_STATE=/var/lib/quipu\n" not in text
    assert "QUIPU_STATE=/var/lib/quipu " not in text
    assert re.search(r"^LoadCredential=secrets\.json:/etc/quipu/credentials/(web|jobs)\.json$", text, re.MULTILINE)
    assert "seal" not in text


def test_pages_and_jobs_share_the_folder_of_attachments_and_nothing_else() -> None:
    """Pages write, jobs delete, through the group "quipu"; what pages make there is for the group too."""
    own = {part: (UNITS / f"quipu-{part}.service.d" / "20-needs.conf").read_text() for part in ("web", "worker")}
    common = (UNITS / "quipu-.service.d" / "10-hardening.conf").read_text()
    assert "QUIPU_ATTACHMENTS=/var/lib/quipu-attachments" in common
    assert {part: re.findall(r"^ReadWritePaths=(.+)$", text, re.MULTILINE) for part, text in own.items()} == {
        "web": ["/var/lib/quipu-attachments"],
        "worker": ["/var/lib/quipu-attachments"],
    }
    assert "UMask=0007" in own["web"]
    guide = (ROOT / "docs" / "operations" / "deploy-debian.md").read_text()
    assert "install -d -m 2770 -o quipu -g quipu /var/lib/quipu-attachments" in guide


def test_the_sealer_sees_its_key_and_neither_the_root_key_nor_any_secret_but_its_own() -> None:
    text = (UNITS / "quipu-sealer.service").read_text()
    assert re.findall(r"^LoadCredential=(.+)$", text, re.MULTILINE) == ["secrets.json:/etc/quipu/credentials/audit.json"]
    closed = (UNITS / "quipu-sealer.service.d" / "20-needs.conf").read_text()
    paths = set(re.findall(r" ?-(/\S+)", re.findall(r"^InaccessiblePaths=(.+)$", closed, re.MULTILINE)[0]))
    assert paths >= {f"/var/lib/quipu/{name}" for name in ("keys/root.key", "secrets.json", "postgres", "valkey")}
    assert "/var/lib/quipu-attachments" in paths
