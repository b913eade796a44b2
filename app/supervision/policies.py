"""The rules of supervision: what a case weighs, whose work a supervisor shares out, and when silence is too long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.cases.enums import RiskLevel
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, RefusedInput

WEIGHTS = {RiskLevel.HIGH: 3, RiskLevel.MEDIUM: 2, RiskLevel.LOW: 1}
"""How much of a caseworker's capacity a case takes, by its risk. An assumption of this project, without a source."""

USUAL_CAPACITY = 40
"""Weighted cases that one caseworker can carry, where no office says otherwise (``Office.caseload_capacity``)."""

LONGEST_SILENCE = timedelta(days=14)
"""A high-risk case without contact for longer than this stands on the board. An assumption, like the weights."""

COMING_DAYS = timedelta(days=7)
"""How far "the next days" reach on somebody's day."""

MOST_AT_ONCE = 50
"""Cases that may change hands in one step: a page of them can still be read before it is confirmed."""


def weight_of(risks: Iterable[tuple[RiskLevel, int]]) -> int:
    """The weight of so many cases of each risk."""
    return sum(WEIGHTS[risk] * count for risk, count in risks)


def last_day_of_silence(today: date) -> date:
    """A case whose last contact lies before this day has been silent for too long."""
    return today - LONGEST_SILENCE


def check_can_reassign(actor: Actor) -> None:
    """Let supervisors share out cases.

    Raises:
        NotAllowed: the actor's role does not include it.
    """
    if not actor.may(Permission.REASSIGN_CASE):
        raise NotAllowed(_l("Only a supervisor shares out cases. Ask yours."))


def check_number_of_cases(count: int) -> None:
    """Let a selection of cases pass that a person can still look over.

    Raises:
        RefusedInput: it holds none, or too many.
    """
    if count == 0:
        raise RefusedInput(_l("Tick at least one case."))
    if count > MOST_AT_ONCE:
        raise RefusedInput(_l("Reassign at most %(count)s cases at once.", count=MOST_AT_ONCE))
