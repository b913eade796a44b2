"""How long to wait after refused tries, in words."""

from __future__ import annotations

import math

from flask_babel import ngettext

LONGEST_IN_SECONDS = 90


def sentence_to_wait(seconds: int) -> str:
    """What the page says: seconds as long as one would count them, minutes beyond."""
    if seconds <= LONGEST_IN_SECONDS:
        return str(
            ngettext(
                "Too many tries were wrong. Wait %(num)s second, then try again.",
                "Too many tries were wrong. Wait %(num)s seconds, then try again.",
                seconds,
            )
        )
    return str(
        ngettext(
            "Too many tries were wrong. Wait %(num)s minute, then try again.",
            "Too many tries were wrong. Wait %(num)s minutes, then try again.",
            math.ceil(seconds / 60),
        )
    )
