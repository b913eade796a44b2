"""The naive relay in place of the product's, for as long as one run takes."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ops.errors import OperationError
from ops.process import bound_to_parent
from ops.prove.crash.parts import Part, find
from ops.prove.crash.run import Operation, Orders, Outcome
from ops.prove.running import RunningQuipu


def refer_through_a_naive_relay(quipu: RunningQuipu, operation: Operation, submissions: int) -> Outcome:
    """A run without any kill: what is lost here is the relay's fault."""
    with naive_relay(quipu):
        return operation.carry_out(Orders("relevo", submissions))


@contextmanager
def naive_relay(quipu: RunningQuipu) -> Iterator[None]:
    """Halt the product's relay, so that its supervisor starts no other, and let the naive one work."""
    relays = find(quipu.pid, Part.RELAY)
    if not relays:
        raise OperationError("There is no relay to put another one in place of.")
    command = bound_to_parent((sys.executable, "-m", "ops.prove.crash.naive"), signal.SIGKILL)
    naive = subprocess.Popen(command, env=dict(quipu.environment))
    for relay in relays:
        relay.suspend()
    try:
        yield
    finally:
        naive.kill()
        naive.wait()
        for relay in relays:
            relay.resume()
