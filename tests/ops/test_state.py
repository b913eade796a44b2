"""The state folder: private files, generated secrets, one Quipu at a time."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from config import DATABASE_ROLES, OWNER_ROLE, root_key_file, socket_folder
from ops.errors import OperationError
from ops.state import (
    InstanceKind,
    ensure_root_key,
    ensure_secrets,
    lock,
    make_folder,
    make_folders,
    read_kind,
    root_key_words,
    write_kind,
)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_state_folder_opens_to_nobody_else(tmp_path: Path) -> None:
    assert mode_of(make_folder(tmp_path / "var")) == 0o700


def test_a_state_folder_that_stood_open_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o755)
    assert mode_of(make_folder(folder)) == 0o700


def test_a_link_in_place_of_the_state_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "var").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OperationError, match="QUIPU_STATE"):
        make_folder(tmp_path / "var")


def test_a_state_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OperationError, match="QUIPU_STATE"):
        make_folder(tmp_path / "file" / "var")


def test_a_long_path_gets_a_short_and_private_folder_for_its_sockets(tmp_path: Path) -> None:
    state = tmp_path / ("long" * 30)
    sockets = socket_folder(state)
    try:
        make_folders(state)
        assert len(str(sockets)) < 60
        assert mode_of(sockets) == 0o700
    finally:
        sockets.rmdir()


def test_secrets_are_long_readable_by_us_only_and_cover_every_role(tmp_path: Path) -> None:
    secrets = ensure_secrets(tmp_path)
    assert mode_of(tmp_path / "secrets.json") == 0o600
    assert set(secrets.database_passwords) == {"postgres", OWNER_ROLE, *DATABASE_ROLES}
    values = [secrets.secret_key, secrets.password_salt, secrets.link_key, *secrets.database_passwords.values()]
    assert len(set(values)) == len(values)
    assert min(len(value) for value in values) >= 40


def test_secrets_are_generated_once(tmp_path: Path) -> None:
    assert ensure_secrets(tmp_path) == ensure_secrets(tmp_path)


def test_two_state_folders_share_no_secret(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    assert ensure_secrets(one).secret_key != ensure_secrets(other).secret_key


def test_a_folder_remembers_whether_it_holds_a_demo(tmp_path: Path) -> None:
    assert read_kind(tmp_path) is None
    write_kind(tmp_path, InstanceKind.REAL)
    assert read_kind(tmp_path) is InstanceKind.REAL


def test_a_second_start_on_the_same_folder_is_refused_with_the_first_ones_process(tmp_path: Path) -> None:
    with lock(tmp_path) as held:
        pid = Path(held.name).read_text().strip()
        with pytest.raises(OperationError, match=f"already running .*process {pid}"):
            lock(tmp_path)


def test_the_lock_is_free_once_its_holder_let_go(tmp_path: Path) -> None:
    lock(tmp_path).close()
    lock(tmp_path).close()


def test_the_root_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    assert ensure_root_key(tmp_path, {})
    path = root_key_file(tmp_path)
    first = path.read_text()
    assert not ensure_root_key(tmp_path, {})
    assert path.read_text() == first
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o400, 0o700)
    assert first.strip() not in root_key_words(tmp_path)


def test_no_root_key_is_made_where_the_environment_brings_one(tmp_path: Path) -> None:
    assert not ensure_root_key(tmp_path, {"QUIPU_ROOT_KEY": "given"})
    assert not root_key_file(tmp_path).exists()
