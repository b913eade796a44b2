"""Jobs of people: what matching needs beside the people themselves."""

from __future__ import annotations

from app.foundation.actor import Actor
from app.foundation.transactions import transaction
from app.people import jobs, services
from workers.base_task import outbox_job, outbox_process


@outbox_process(jobs.FILL_MATCH_KEYS)
def fill_match_keys(_actor: Actor) -> None:
    """A transaction for some thousand people: a death between two of them loses nothing and doubles nothing."""
    filled = True
    while filled:
        with transaction():
            filled = services.fill_match_keys() > 0


@outbox_job(jobs.COUNT_NAMES)
def count_names(_actor: Actor) -> None:
    services.count_names()


@outbox_job(jobs.COUNT_CARE_BACKLOG)
def count_care_backlog(actor: Actor) -> None:
    services.count_care_backlog(actor)


@outbox_job(jobs.FORGET_QUESTIONS)
def forget_questions(_actor: Actor) -> None:
    services.forget_old_questions()
