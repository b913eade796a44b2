"""Housekeeping of the ground."""

from __future__ import annotations

from app.foundation import drafts, submissions
from app.foundation.actor import Actor
from workers.base_task import outbox_job


@outbox_job("foundation.forget_old_submissions")
def forget_old_submissions(_actor: Actor) -> None:
    submissions.forget_old_submissions()


@outbox_job("foundation.forget_old_drafts")
def forget_old_drafts(_actor: Actor) -> None:
    drafts.forget_old_drafts()
