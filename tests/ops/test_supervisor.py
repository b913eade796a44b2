"""The supervisor: order, restarts, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import ROOT
from tests.ops.waiting import are_gone, descendants, is_running, until

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Start]:
    """Starts a supervised family and kills whatever a failed test leaves of it."""
    started: list[subprocess.Popen[str]] = []

    def start(*names: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.ops.family", str(tmp_path), *names]
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def story(folder: Path) -> list[str]:
    path = folder / "story"
    return path.read_text().splitlines() if path.exists() else []


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What the process prints up to the line that holds these words."""
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if words in line:
            return seen
    raise AssertionError(f"{words!r} did not come:\n{seen}")


def pid_of(parent: subprocess.Popen[str], name: str) -> int:
    (pid,) = (
        pid for pid in descendants(parent.pid) if Path("/proc", str(pid), "cmdline").read_bytes().endswith(f"{name}\0".encode())
        and pid != parent.pid
    )  # fmt: skip
    return pid


def test_programs_start_in_order_and_stop_in_reverse(family: Start, tmp_path: Path) -> None:
    process = family("one", "two", "three")
    seen = read_until(process, "all here")
    assert "one      | here is one" in seen
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    assert story(tmp_path) == ["one", "two", "three", "-three", "-two", "-one"]
    assert "here is two" in (tmp_path / "log" / "quipu.log").read_text()


@pytest.mark.parametrize("request_to_stop", [signal.SIGINT, signal.SIGHUP])
def test_ctrl_c_and_a_closed_terminal_stop_it_too(family: Start, tmp_path: Path, request_to_stop: signal.Signals) -> None:
    process = family("one")
    read_until(process, "all here")
    process.send_signal(request_to_stop)
    assert process.wait(15) == 0
    assert story(tmp_path)[-1] == "-one"


def test_a_program_that_will_not_stop_is_killed_after_its_time(family: Start) -> None:
    process = family("stubborn!")
    read_until(process, "all here")
    stubborn = pid_of(process, "stubborn!")
    process.send_signal(signal.SIGTERM)
    read_until(process, "does not stop; it is killed")
    assert process.wait(15) == 0
    assert not is_running(stubborn)


def test_a_killed_program_starts_again(family: Start, tmp_path: Path) -> None:
    process = family("one", "two")
    read_until(process, "all here")
    os.kill(pid_of(process, "two"), signal.SIGKILL)
    read_until(process, "starts again in 1 s")
    until(lambda: story(tmp_path) == ["one", "two", "two"])


def test_a_program_that_dies_at_its_start_ends_the_start_with_its_last_words(family: Start) -> None:
    process = family("one", "doomed?")
    output, _ = process.communicate(timeout=15)
    assert process.returncode != 0
    assert "doomed? stopped while starting (exit code 1)" in output
    assert "no reason" in output


def test_a_request_to_stop_during_the_start_is_heard(family: Start, tmp_path: Path) -> None:
    # A name with a space is never found in the story's lines as ready, so the start waits.
    process = family("one", "late\nnever ready")
    until(lambda: "one" in story(tmp_path) and len(story(tmp_path)) > 1)
    process.send_signal(signal.SIGINT)
    read_until(process, "interrupted")
    assert process.wait(15) == 0


def test_killing_the_supervisor_leaves_nothing_running(family: Start) -> None:
    process = family("one", "parent+", "stubborn!")
    read_until(process, "all here")
    everyone = descendants(process.pid)
    assert len(everyone) == 6  # the supervisor, its guardian, three members and one grandchild
    process.kill()
    process.wait()
    until(lambda: are_gone(everyone))


def test_a_killed_guardian_is_replaced_and_still_knows_everyone(family: Start) -> None:
    process = family("one", "stubborn!")
    read_until(process, "all here")
    members = {pid_of(process, "one"), pid_of(process, "stubborn!")}
    (guardian,) = descendants(process.pid) - members - {process.pid}
    os.kill(guardian, signal.SIGKILL)
    until(lambda: len({pid for pid in descendants(process.pid) if is_running(pid)}) == 4)
    time.sleep(0.3)  # the new guardian is there before it has heard of everyone
    process.kill()
    process.wait()
    until(lambda: are_gone(members))


def test_the_folder_is_free_again_only_when_the_orphans_are_gone(family: Start, tmp_path: Path) -> None:
    first = family("stubborn!")
    read_until(first, "all here")
    orphan = pid_of(first, "stubborn!")
    first.kill()
    first.wait()
    second = family("heir")
    read_until(second, "all here")
    assert not is_running(orphan)
    assert story(tmp_path)[-1] == "heir"
