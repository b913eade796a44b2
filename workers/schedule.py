"""The beat table: one line per periodic job, with its reason. Beat only asks; the jobs find what is due by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from celery.schedules import crontab, schedule


def periodic(job: str, when: crontab | schedule) -> dict[str, Any]:
    """Beat hands over the job's name; ``workers.base_task.ask`` makes the outbox row."""
    return {"task": "quipu.ask", "schedule": when, "args": [job], "options": {"expires": 300}}


def every(**interval: float) -> schedule:
    return schedule(timedelta(**interval))


BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # A hundred files take longer to copy than five minutes to notice; the trail of some hours is a small read.
    "look for unusual reading": periodic("audit.look_for_unusual", every(minutes=5)),
    # Partners' windows end at any minute of the day; five minutes is soon enough for a person to act on.
    "flag unanswered referrals": periodic("referrals.flag_unanswered", every(minutes=5)),
    # The quarter ended on the first of the month; daily, because the instance may have been down that night.
    "draft reports of the ended quarter": periodic("reporting.draft_ended_quarter", crontab(hour=6, minute=15)),
    # Mostly nobody is without keys, which one look at a small index tells; after an upgrade or an import it is everybody.
    "work out missing match keys": periodic("people.fill_match_keys", every(minutes=5)),
    # A day's registrations change no share that a weight would show; at night nobody waits for the reading of all people.
    "count how common names are": periodic("people.count_names", crontab(hour=3, minute=10)),
    # Children whom nobody asked about in three months: counting them reads every child's family, which no page should wait for.
    "count children who wait for long": periodic("people.count_care_backlog", crontab(hour=3, minute=30)),
    # What an office asked three months ago is answered or moot, and tells who was looked for.
    "forget old questions between offices": periodic("people.forget_questions", crontab(hour=3, minute=20)),
    # Counts of refused sign-ins say nothing any more after a day, and tell who tried when.
    "forget old tries": periodic("accounts.forget_old_tries", every(hours=1)),
    # Each has ended days ago; forms that waited for their sender go after one day, and their table stays small.
    "forget old sessions": periodic("accounts.forget_old_sessions", every(hours=1)),
    # A saving that died leaves a sealed file without a row; nobody can reach it, so that a day is soon enough.
    "sweep files without an attachment": periodic("attachments.sweep", crontab(hour=4, minute=40)),
    # Periods count in days; at night nobody waits for the reading of all files.
    "apply the retention schedule": periodic("data_protection.apply_retention", crontab(hour=3, minute=40)),
    # Imports that nobody confirmed hold what people said: after two weeks they go, at night like the rest.
    "throw away imports that lay too long": periodic("imports.expire", crontab(hour=4, minute=0)),
    # They hold what people said; two weeks are told to whoever typed them, and a day more is soon enough.
    "forget old drafts": periodic("foundation.forget_old_drafts", crontab(hour=4, minute=10)),
    # Submissions are kept as long as a phone may try again; afterwards they are dead weight.
    "forget old submissions": periodic("foundation.forget_old_submissions", crontab(hour=4, minute=20)),
}
