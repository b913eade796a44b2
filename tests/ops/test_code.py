"""``./quipu code``: the demo's codes, and never a real instance's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ops import code
from ops.errors import OperationError
from ops.one_time_codes import App, code_of
from ops.state import InstanceKind, write_kind

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
ACCOUNTS = [{"email": f"{name}@demo.quipu.example", "totp_secret": SECRET} for name in ("caseworker.cuc", "caseworker.qto")]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIPU_STATE", str(tmp_path))
    write_kind(tmp_path, InstanceKind.DEMO)
    (tmp_path / "demo-accounts.json").write_text(json.dumps(ACCOUNTS))
    return tmp_path


@pytest.mark.parametrize(("at", "expected"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(at: int, expected: str) -> None:
    assert code_of(SECRET, at) == expected


def test_the_code_of_a_demo_account_is_printed(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code.main(["caseworker.cuc"]) == 0
    printed = capsys.readouterr().out
    assert printed[:6].isdigit()
    assert "caseworker.cuc@demo.quipu.example" in printed


@pytest.mark.parametrize("wanted", ["caseworker", "nobody"])
def test_several_or_no_accounts_are_told_apart(state: Path, wanted: str) -> None:
    with pytest.raises(OperationError, match="demo accounts fit"):
        code.main([wanted])


def test_a_real_instance_has_no_codes_to_print(state: Path) -> None:
    write_kind(state, InstanceKind.REAL)
    with pytest.raises(OperationError, match="own app"):
        code.main(["caseworker.cuc"])


def test_an_app_gives_no_code_twice() -> None:
    app = App({"totp_secret": SECRET})
    assert len({app.next_code() for _ in range(3)}) == 3
