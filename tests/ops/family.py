"""A small supervised family for the tests, run as a script: ``python -m tests.ops.family FOLDER MEMBER...``.

Each member is a program that writes ``<name>`` on starting and ``-<name>`` on stopping into ``FOLDER/story``; a name that
ends in ``!`` ignores SIGTERM, one that ends in ``+`` has a child of its own, one that ends in ``?`` dies at once.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from ops.instance import supervised
from ops.process import Program
from ops.supervisor import StopRequestedError

MEMBER = """
import signal, subprocess, sys, time
story, name = sys.argv[1:]
def tell(word):
    with open(story, "a") as file:
        file.write(word + "\\n")
def leave(*_):
    tell("-" + name)
    sys.exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN if name.endswith("!") else leave)
if name.endswith("+"):
    subprocess.Popen([sys.executable, "-c", "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"])
if name.endswith("?"):
    sys.exit("no reason")
tell(name)
print("here is", name, flush=True)
time.sleep(600)
"""


def member(name: str, story: Path) -> Program:
    return Program(
        name=name,
        label=name,
        command=(sys.executable, "-c", MEMBER, str(story), name),
        is_ready=lambda: name in story.read_text().splitlines(),
        ready_within=10,
        stop_within=0.5,
    )


def main(folder: Path, names: list[str]) -> None:
    # Tests that run under nohup inherit its wish; the family answers as one that somebody started at a terminal.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    story = folder / "story"
    story.touch()
    with supervised(folder) as (supervisor, log):
        try:
            for name in names:
                supervisor.start(member(name, story))
            log.say("all here")
            supervisor.watch()
        except StopRequestedError:
            log.say("interrupted")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
