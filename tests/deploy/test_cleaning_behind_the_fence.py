"""Attachments are made anew in a process that limits itself: under the system call filter of the pages' unit, too."""

from __future__ import annotations

import ctypes.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable

import pytest

from config import ROOT

UNITS = ROOT / "deploy" / "systemd"
FENCED = (UNITS / "quipu-.service.d" / "10-hardening.conf", UNITS / "quipu-web.service.d" / "20-needs.conf")

PROGRAM = """
import ctypes, errno, json, sys
from app.attachments.cleaning import Unacceptable, cleaned
from app.attachments.enums import FileFormat
from tests.attachments import samples

REFUSE, ALLOW, REFUSE_EXEC_GAIN = 0x00050000 | errno.EPERM, 0x7FFF0000, (65, 1, 0, 0, 0)
library = ctypes.CDLL("libseccomp.so.2")
library.seccomp_init.restype = ctypes.c_void_p
context = ctypes.c_void_p(library.seccomp_init(REFUSE))
for name in json.load(sys.stdin):
    number = library.seccomp_syscall_resolve_name(name.encode())
    if number != -1:
        library.seccomp_rule_add_array(context, ALLOW, number, 0, None)
ctypes.CDLL(None).prctl(*REFUSE_EXEC_GAIN)
assert library.seccomp_load(context) == 0
try:
    __import__("os").chroot("/")
except PermissionError:
    print("fenced")
print(cleaned(samples.photo_with_place(), FileFormat.JPEG).extent)
print(cleaned(samples.hostile_document(), FileFormat.PDF).extent)
try:
    cleaned(samples.document_bomb(), FileFormat.PDF)
except Unacceptable as refused:
    print(refused.fault.value)
"""


def calls_in(group: str) -> set[str]:
    """The system calls of one of systemd's groups, and of the groups in it."""
    done = subprocess.run(["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True)  # noqa: S607 - whichever systemd
    words = [line.strip() for line in done.stdout.splitlines()[1:] if line.strip() and not line.strip().startswith("#")]
    return {call for word in words for call in (calls_in(word) if word.startswith("@") else {word})}


def admitted(files: Iterable[str]) -> set[str]:
    """What the lines ``SystemCallFilter=`` leave, read in their order; systemd admits ``@default`` by itself."""
    calls = calls_in("@default")
    for text in files:
        for line in re.findall(r"^SystemCallFilter=(.+)$", text, re.MULTILINE):
            named = set().union(*(calls_in(word) if word.startswith("@") else {word} for word in line.lstrip("~").split()))
            calls = calls - named if line.startswith("~") else calls | named
    return calls


@pytest.fixture
def calls() -> set[str]:
    if shutil.which("systemd-analyze") is None or ctypes.util.find_library("seccomp") is None:
        pytest.skip("systemd-analyze or libseccomp is not on this machine: nothing can put up the fence.")
    return admitted(path.read_text() for path in FENCED)


def cleaned_behind(calls: Iterable[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, input=json.dumps(sorted(calls)), capture_output=True, text=True, check=False
    )


def test_photos_and_documents_are_made_anew_behind_the_fence(calls: set[str]) -> None:
    assert not calls & {"setrlimit", "mount", "chroot", "ptrace"}
    done = cleaned_behind(calls)
    assert done.stdout.split() == ["fenced", "2400", "1", "unpacks_too_large"], done.stderr[-800:]


def test_a_fence_in_which_the_process_cannot_limit_itself_takes_no_file(calls: set[str]) -> None:
    """The control: without its limits the program stops before it reads, and nothing is attached."""
    done = cleaned_behind(calls - {"prlimit64"})
    assert done.stdout.split() == ["fenced"]
    assert "too_costly" in done.stderr
