"""The root key, as settings read it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from config import Settings, SettingsError, read_root_key, root_key_file
from ops.state import ensure_root_key, ensure_secrets, make_folder

KEY = bytes(range(32))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "state")


def test_the_key_of_the_environment_goes_before_the_file(state: Path) -> None:
    ensure_root_key(state, {})
    assert read_root_key(state, {"QUIPU_ROOT_KEY": base64.b64encode(KEY).decode()}) == KEY


def test_without_any_root_key_starting_is_refused_in_words(state: Path) -> None:
    ensure_secrets(state)
    with pytest.raises(SettingsError, match="stays closed for good"):
        Settings.from_environment({"QUIPU_STATE": str(state)})


def test_a_root_key_that_others_can_read_is_refused(state: Path) -> None:
    ensure_root_key(state, {})
    root_key_file(state).chmod(0o440)
    with pytest.raises(SettingsError, match="chmod 0400"):
        read_root_key(state, {})


@pytest.mark.parametrize("words", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_what_is_no_key_is_refused(state: Path, words: str) -> None:
    make_folder(state / "keys")
    root_key_file(state).write_text(words)
    root_key_file(state).chmod(0o400)
    with pytest.raises(SettingsError, match="32 bytes in base64"):
        read_root_key(state, {})


def test_settings_show_no_key_when_they_are_printed(state: Path) -> None:
    ensure_secrets(state)
    ensure_root_key(state, {})
    settings = Settings.from_environment({"QUIPU_STATE": str(state)})
    assert settings.root_key == read_root_key(state, {})
    assert repr(settings.root_key) not in repr(settings)


def test_a_named_file_may_be_read_by_its_group_as_systemd_hands_over_credentials_but_not_by_everybody(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    path.write_text(base64.b64encode(KEY).decode())
    path.chmod(0o440)
    assert read_root_key(tmp_path / "elsewhere", {"QUIPU_ROOT_KEY_FILE": str(path)}) == KEY
    path.chmod(0o444)
    with pytest.raises(SettingsError, match="can be read by others"):
        read_root_key(tmp_path / "elsewhere", {"QUIPU_ROOT_KEY_FILE": str(path)})
