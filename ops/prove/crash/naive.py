"""A relay as one would write it first, to show that the checks of the proof catch what it breaks.

Run as ``python -m ops.prove.crash.naive``: marks outbox rows as done when it hands them over, whatever becomes of them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from app.foundation import jobs
from app.foundation.clock import now
from workers import relay


def mark_done_before_delivery(messages: Sequence[jobs.OutboxMessage]) -> None:
    for message in messages:
        message.sent_at = message.done_at = now()


if __name__ == "__main__":
    jobs.mark_sent = mark_done_before_delivery
    sys.exit(relay.main())
